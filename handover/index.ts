/** The door of the hand-over: makes archives slim before they leave a site. */
export { account, mappingTable } from "./account.ts";
export { KeyError, shortestKey, siteKey } from "./key.ts";
export { packed } from "./parcel.ts";
export { refuseUnusable, type Slim, slim } from "./slim.ts";
export { SlimError } from "./slim-error.ts";
export { slimTexts } from "./text/index.ts";
export type { SlimText } from "./text/text.ts";
