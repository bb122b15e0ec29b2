import { Document, isScalar, visit } from "yaml";
import type { Json } from "#policies";
import { visible } from "../foreign/visible.ts";

/**
 * A value as YAML. Characters that cannot be seen are written as escapes, so that what is shown is what is there, and
 * the value is the same when it is read again.
 */
export function yamlText(value: Json): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && visible(node.value) !== node.value)
        node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({ lineWidth: 0, indentSeq: false });
  return [...text]
    .map((character) => (visible(character) === character ? character : escaped(character)))
    .join("");
}

/** An escape as double-quoted strings of YAML have it. */
function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}
