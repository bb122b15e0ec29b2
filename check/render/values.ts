import { join } from "node:path";
import { load } from "js-yaml";
import { isObject } from "#policies";
import type { Finding } from "../finding.ts";
import { readText } from "../read-text.ts";

/** Paths of all keys in a chart's values.yaml, e.g. `web.image.registry`; none if it has no such file. */
export async function readValues(chart: string): Promise<readonly string[]> {
  const read = await readText(join(chart, "values.yaml"));
  if ("says" in read) return [];
  try {
    return keysOf(load(read.text), []);
  } catch {
    return [];
  }
}

function keysOf(value: unknown, path: readonly string[]): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return [here.join("."), ...keysOf(inner, here)];
  });
}

/** How charts call what a field of a container or of the pod is filled from, where not by the field's own name. */
const customs: Readonly<Record<"container" | "pod", Readonly<Record<string, readonly string[]>>>> = {
  container: {
    securityContext: ["securityContext", "containerSecurityContext"],
    image: ["image", "image.registry", "image.repository", "global.imageRegistry", "imageRegistry"],
    imagePullPolicy: ["imagePullPolicy", "pullPolicy"],
  },
  pod: { securityContext: ["podSecurityContext", "securityContext"] },
};

/** Steps that every path to a container has. */
const general = new Set(["spec", "template", "metadata", "jobTemplate", "annotations", "name"]);

/** At most so many keys are named. */
const most = 6;

/**
 * Keys of the values that likely decide what a finding is about: those that end in a name on the way to the field that is
 * to be corrected, e.g. `web.podSecurityContext` for `spec.template.spec.securityContext.runAsNonRoot`. In a subchart only
 * the values for it count; keys that name the container come before others. A guess by customs of charts.
 * @param template as the comment `# Source:` names it
 */
export function likelyValues(
  keys: readonly string[],
  { field, corrections, container }: Pick<Finding, "field" | "corrections" | "container">,
  template: string | undefined,
): string[] {
  const decisive = corrections[0]?.field ?? field;
  const list = decisive.findIndex((step) => typeof step === "string" && /ontainers$/.test(step));
  const owner = list < 0 ? "pod" : "container";
  const names = decisive
    .slice(list + 1)
    .flatMap((step) =>
      typeof step === "string" && !general.has(step) ? [...(customs[owner][step] ?? []), step] : [],
    );
  const own = ofSubchart(keys, template);
  const fits = own.filter((key) => names.some((name) => key === name || key.endsWith(`.${name}`)));
  // not what stands below a key that is named already, but for an image, of which parts are set
  const outermost = fits.filter(
    (key) => !fits.some((other) => key.startsWith(`${other}.`) && !/image$/i.test(other)),
  );
  const meant = outermost.filter((key) => key.split(".").some((part) => part === container));
  return (meant.length > 0 ? meant : outermost).slice(0, most);
}

/** The keys that a subchart sees: those below its name, and the global ones. */
function ofSubchart(keys: readonly string[], template = ""): readonly string[] {
  const subchart = [...template.matchAll(/(?:^|\/)charts\/([^/]+)\//g)].map(([, name]) => name).join(".");
  if (subchart === "") return keys;
  return keys.filter((key) => key.startsWith(`${subchart}.`) || key.startsWith("global."));
}
