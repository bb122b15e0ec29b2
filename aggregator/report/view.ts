import type { Language } from "#policies";
import type { Text } from "../text/text.ts";
import type { ChangesView } from "./changes-view.ts";
import type { ControlsView } from "./controls-view.ts";
import type { DifferencesView } from "./differences-view.ts";
import type { Entry } from "./entry.ts";
import type { EvidenceSections } from "./evidence-view.ts";
import type { InputView } from "./inputs-view.ts";
import type { LegendView } from "./legend-view.ts";
import type { BarView } from "./level-bar.ts";
import type { Link } from "./link.ts";
import type { MatrixView } from "./matrix-view.ts";
import type { OverviewView } from "./overview-view.ts";
import type { PolicyView, SourceView } from "./policy-view.ts";
import type { ProblemsView } from "./problems-view.ts";
import type { ReleaseView } from "./release-view.ts";
import type { SitesView } from "./site-view.ts";
import type { PointView } from "./summary-view.ts";
import type { WaiversView } from "./waivers-view.ts";

/** What the templates show: finished strings in one language. A field that does not apply is undefined, never absent. */
export interface View {
  readonly language: Language;
  readonly words: Pick<
    Text,
    | "head"
    | "legend"
    | "problems"
    | "summary"
    | "matrix"
    | "evidence"
    | "cases"
    | "site"
    | "policy"
    | "waivers"
    | "limits"
    | "inputs"
    | "footer"
    | "page"
  > & { readonly differences: Text["differences"]["words"] };
  readonly release: ReleaseView;
  readonly subtitle: string;
  /** The sections of the page. */
  readonly contents: readonly Link[];
  readonly facts: readonly Entry[];
  /** How much was compared. */
  readonly sizes: string;
  /** What strikes first, in sentences. */
  readonly points: readonly string[];
  readonly overview: OverviewView;
  /** What is to be decided, gravest first. */
  readonly summary: readonly PointView[];
  /** What became of the sites since earlier rounds. */
  readonly changes: ChangesView | undefined;
  readonly problems: ProblemsView;
  readonly legend: LegendView;
  /** The shares of the levels of all findings. */
  readonly bar: BarView | undefined;
  readonly controls: ControlsView;
  readonly matrix: MatrixView;
  /** Undefined with fewer than two sites. */
  readonly differences: DifferencesView | undefined;
  readonly evidence: EvidenceSections;
  readonly evidenceIntro: string;
  readonly sites: SitesView;
  /** Said where there are too many sites to show all attempts. */
  readonly leftOut: string | undefined;
  readonly policies: readonly PolicyView[];
  readonly sources: readonly SourceView[];
  /** Undefined if none were given. */
  readonly waivers: WaiversView | undefined;
  readonly inputs: readonly InputView[];
}
