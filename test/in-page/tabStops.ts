/** The places among all elements of the page of those that the Tab key should reach. */
export function tabStops(): number[] {
  const all = [...document.querySelectorAll<HTMLElement>("*")];
  return all.flatMap((element, place) => {
    const isStop =
      element.matches("a[href], button, input, select, textarea, summary, [tabindex]") &&
      element.tabIndex >= 0 &&
      !element.matches(":disabled") &&
      element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false });
    return isStop ? [place] : [];
  });
}
