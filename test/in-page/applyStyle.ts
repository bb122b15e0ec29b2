/** Adds a stylesheet as a reader's own tool does, past the page's content security policy. */
export function applyStyle(css: unknown): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(String(css));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
