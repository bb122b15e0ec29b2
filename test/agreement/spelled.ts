import { stringify } from "yaml";
import type { JsonObject } from "#policies";

/** Spellings of scalars that YAML 1.1 and kubectl know, by what they mean. */
const spellings = {
  true: ["true", "True", "TRUE", "yes", "Yes", "on", "ON", "y"],
  false: ["false", "False", "no", "off", "n"],
  null: ["null", "~", "Null", ""],
  1000: [
    ..."1000 01750 0x3e8 0X3E8 0b1111101000 0B1111101000 0o1750 0O1750".split(" "),
    ..."1_000 +1000 1000.0 1000. 1e3 1.0e3 00001750".split(" "),
    '"1000"',
  ],
  999: ["999", "01747", "0x3e7", "9_9_9"],
} as const;

/**
 * The object as YAML in which scalars of a known meaning are spelt in one of their ways, now and then.
 * @param choice decides which
 */
export function spelled(object: JsonObject, flow: boolean, choice: number): string {
  const style = { collectionStyle: flow ? "flow" : "block", lineWidth: 0 } as const;
  // a text that begins with a brace is taken for JSON
  const text = `---\n${stringify(object, style)}`;
  let at = choice;
  const any = Object.keys(spellings).join("|");
  return text.replace(new RegExp(`(: |- |\\[ |, )(${any})(?=[\\n,} \\]])`, "g"), (whole, before, meaning) => {
    const ways = spellings[meaning as keyof typeof spellings];
    at = (at * 31 + 7) % 1009;
    // mostly as everybody writes it
    const way = at % 3 > 0 ? meaning : ways[at % ways.length];
    return way === undefined || (way === "" && flow) ? whole : `${before}${way}`;
  });
}
