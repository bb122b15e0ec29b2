import type { Language } from "#policies";
import type { Text } from "../text/text.ts";
import type { Entry } from "./entry.ts";
import type { EvidenceView } from "./evidence-view.ts";
import type { LegendView } from "./legend-view.ts";
import type { MatrixView } from "./matrix-view.ts";
import type { PolicyView, SourceView } from "./policy-view.ts";
import type { ProblemsView } from "./problems-view.ts";
import type { ReleaseView } from "./release-view.ts";
import type { SiteView } from "./site-view.ts";

/** What the templates show: finished strings in one language. A field that does not apply is undefined, never absent. */
export interface View {
  readonly language: Language;
  readonly words: Pick<
    Text,
    | "head"
    | "legend"
    | "problems"
    | "matrix"
    | "evidence"
    | "site"
    | "policy"
    | "limits"
    | "inputs"
    | "footer"
  >;
  readonly release: ReleaseView;
  readonly subtitle: string;
  readonly facts: readonly Entry[];
  readonly key: readonly string[];
  readonly problems: ProblemsView;
  readonly legend: LegendView;
  readonly matrix: MatrixView;
  readonly evidence: readonly EvidenceView[];
  readonly evidenceIntro: string;
  readonly sites: readonly SiteView[];
  /** Said where there are too many sites to show all attempts. */
  readonly leftOut: string | undefined;
  readonly policies: readonly PolicyView[];
  readonly sources: readonly SourceView[];
  readonly inputs: readonly { readonly archive: string; readonly hash: string; readonly of: string }[];
}
