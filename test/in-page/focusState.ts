import type { FocusState } from "../page/focus-state.ts";

/** Looks at the element that has the focus. */
export function focusState(): FocusState {
  const element = document.activeElement;
  if (element === null || element === document.body || element === document.documentElement)
    return { place: -1, name: "", faults: [] };
  const faults: string[] = [];
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  if (outlineStyle === "none" || Number.parseFloat(outlineWidth) < 2) faults.push("no outline");
  const rects = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  const [first] = rects;
  const last = rects.at(-1);
  if (first === undefined || last === undefined) faults.push("no size");
  else {
    const isRegion = first.height > innerHeight / 2 || first.width > innerWidth;
    const inside = ({ left, top, right, bottom }: DOMRect) =>
      left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    if (!isRegion && !rects.every(inside)) faults.push("not in view");
    const inset = 3;
    const corners = [
      [first.left + inset, first.top + inset],
      [first.right - inset, first.top + inset],
      [last.left + inset, last.bottom - inset],
      [last.right - inset, last.bottom - inset],
    ] as const;
    const covered = corners.filter(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top === null || !(element.contains(top) || top.contains(element));
    });
    if (!isRegion && covered.length > 0) faults.push(`covered at ${covered.length} corners`);
  }
  const all = [...document.querySelectorAll("*")];
  const name = `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} ${element.textContent?.trim().slice(0, 40)}`;
  return { place: all.indexOf(element), name, faults };
}
