import { oneLine } from "./one-line.ts";

/** Foreign text in a field that OSCAL reads as markup (CommonMark with a little HTML): characters of markup do nothing. */
export function plainMarkup(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>&~^{}]/g, "\\$&");
}

/** Foreign text in a property: OSCAL wants one line without outer blanks, and not an empty one. */
export function propertyValue(text: string): string {
  return oneLine(text).trim() || "–";
}
