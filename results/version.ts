import { readFileSync } from "node:fs";
import { isObject } from "#policies";

declare const DVS_VERSION: string | undefined;

/** Version of this program: set when it is bundled, else that of package.json. */
export const version: string = typeof DVS_VERSION === "string" ? DVS_VERSION : ofPackage();

function ofPackage(): string {
  const found: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { version: own } = isObject(found) ? found : {};
  if (typeof own !== "string") throw new Error("package.json names no version");
  return own;
}
