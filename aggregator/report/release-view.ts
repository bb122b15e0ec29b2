import { audienceLine, classificationLine } from "../audience/classification-line.ts";
import type { Comparison } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";

/** How a page is marked. */
export interface ReleaseView {
  /** Title of the document: it begins with the line, so that windows and mail programs show it. */
  readonly document: string;
  readonly heading: string;
  /** Stands at the head and the foot, and on every page of paper. */
  readonly line: string;
  /** For whom the page is; undefined where the line says it. */
  readonly madeFor: string | undefined;
}

/** The marks of a page with the heading. */
export function releaseView(
  comparison: Pick<Comparison, "release" | "sites">,
  heading: string,
  text: Text,
): ReleaseView {
  const line = classificationLine(comparison, text);
  const given = comparison.release.classification !== undefined;
  const madeFor = given ? audienceLine(comparison, text) : undefined;
  const marks = [line, ...(madeFor === undefined ? [] : [madeFor])].join(", ");
  return { document: `${marks}: ${heading}`, heading, line, madeFor };
}
