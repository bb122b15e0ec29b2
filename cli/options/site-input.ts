import type { Words } from "../say.ts";

/** What commands take that read a site's result. */
export const siteInput: Words = {
  de: "Archiv von Sonobuoy, gepackt oder entpackt, Ergebnisordner des Plugins oder JUnit-Datei",
  en: "Sonobuoy archive, unpacked archive, plugin output folder or JUnit file",
};
