/** What moves although the reader asked for less of it. */
export function moving(): string[] {
  const found = new Set<string>();
  const seconds = (value: string) => Math.max(...value.split(",").map((part) => Number.parseFloat(part)));
  for (const element of document.querySelectorAll("*")) {
    const { transitionDuration, animationDuration, animationName, scrollBehavior } =
      getComputedStyle(element);
    const moves =
      seconds(transitionDuration) > 0.01 || (animationName !== "none" && seconds(animationDuration) > 0.01);
    if (moves || scrollBehavior === "smooth")
      found.add(`${element.tagName.toLowerCase()}.${element.className}`);
  }
  return [...found];
}
