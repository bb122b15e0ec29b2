import * as models from "@kubernetes/client-node";
import { z } from "zod";

/** What a model of the cluster client says of its fields. */
const attributes = z.array(z.object({ baseName: z.string(), type: z.string() }));

const known: ReadonlyMap<string, unknown> = new Map(Object.entries(models));

/** Columns of a line that the formatter leaves alone. */
const width = 110;

/** The text of check/notes/pod-fields.ts: all that a pod's template may hold, by the cluster client's models. */
export function podFieldsSource(): string {
  const lines: string[] = [];
  const seen = new Set<string>();
  const queue = ["V1PodSpec", "V1ObjectMeta"];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const model = known.get(name);
    if (seen.has(name) || typeof model !== "function" || !("getAttributeTypeMap" in model)) continue;
    seen.add(name);
    const { getAttributeTypeMap } = model;
    if (typeof getAttributeTypeMap !== "function") continue;
    const fields = attributes.parse(getAttributeTypeMap.call(model));
    const words = fields.map(({ baseName, type }) => `${baseName}:${shortType(type)}`);
    const text = `"${words.join(" ")}",`;
    const head = `  ${plain(name)}:`;
    lines.push(`${head}${head.length + text.length < width ? " " : "\n    "}${text}`);
    for (const { type } of fields) queue.push(...(type.match(/\bV1\w+/g) ?? []));
  }
  return `/**
 * The fields of a pod's template, by type: \`name:type\`, where \`[]\` stands for a list and \`{}\` for a map of texts.
 * Written by \`npm run pod-fields\` from the models of @kubernetes/client-node.
 */
export const podFields: Readonly<Record<string, string>> = {
${lines.sort().join("\n")}
};
`;
}

/** A type in the words of that file. */
function shortType(type: string): string {
  const [, inner] = /^Array<(.+)>$/.exec(type) ?? [];
  if (inner !== undefined) return `${shortType(inner)}[]`;
  if (type === "{ [key: string]: string; }") return "{}";
  return /^\w+$/.test(type) ? plain(type) : "any";
}

function plain(name: string): string {
  return name.replace(/^V1(?=[A-Z])/, "");
}
