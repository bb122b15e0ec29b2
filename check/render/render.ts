import { basename, join, resolve } from "node:path";
import type { NamedText } from "../named-text.ts";
import { decoded } from "../read-text.ts";
import type { Said } from "../remark.ts";
import { runProgram } from "./run-program.ts";
import { likelyValues, readValues } from "./values.ts";

/** What is passed on to `helm template`. */
export interface RenderOptions {
  /** Files with values, in the order in which the later beats the earlier. */
  readonly values?: readonly string[];
  /** Single values, as `--set` takes them. */
  readonly set?: readonly string[];
}

/** Ways to render a folder, the first program that is there is taken. */
function waysOf(kind: "chart" | "kustomization", path: string, { values = [], set = [] }: RenderOptions) {
  if (kind === "kustomization")
    return [
      { program: "kustomize", args: ["build", path] },
      { program: "kubectl", args: ["kustomize", path] },
    ];
  const given = [...values.flatMap((file) => ["--values", file]), ...set.flatMap((one) => ["--set", one])];
  const release = basename(resolve(path))
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .slice(0, 53);
  return [{ program: "helm", args: ["template", release || "release", path, ...given] }];
}

/** The manifests that a chart or a kustomization comes to, rendered by the user's own program. */
export async function render(
  kind: "chart" | "kustomization",
  path: string,
  options: RenderOptions,
): Promise<NamedText | { readonly says: Said }> {
  const ways = waysOf(kind, path, options);
  for (const { program, args } of ways) {
    const ran = await runProgram(program, args);
    if (ran.kind === "missing") continue;
    const by = [program, ...args].join(" ");
    if (ran.code !== 0) return { says: { kind: "program-failed", command: by, message: ran.said.trim() } };
    const read = decoded(ran.out);
    if ("says" in read) return read;
    if (kind === "kustomization") return { name: path, text: read.text, rendered: { by } };
    const keys = await readValues(path);
    return {
      name: path,
      text: read.text,
      rendered: {
        by,
        // the first part of the comment is the chart's name, its folder may be called otherwise
        fileOf: (source) => join(path, ...source.split("/").slice(1)),
        valuesFor: (finding, template) => likelyValues(keys, finding, template),
      },
    };
  }
  return { says: { kind: "program-missing", what: kind, programs: ways.map(({ program }) => program) } };
}
