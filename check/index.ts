/** The door of the static check: a supplier's manifests, judged without any cluster. Depends on policies only. */
export { checkPaths, type Step, type Totals } from "./check-paths.ts";
export { checkObject } from "./check-text.ts";
export { edited } from "./edit.ts";
export type { Exception } from "./exception.ts";
export { ExceptionsError, readExceptions } from "./exceptions-file.ts";
export { exceptionsSchema } from "./exceptions-schema.ts";
export type { Format } from "./formats/format.ts";
export { type FormatName, formatNames, formats, patchFormats } from "./formats/index.ts";
export type { Settings } from "./settings.ts";
export { settingsOf } from "./settings-of.ts";
