/** What does not fit: content that a box cuts off or squeezes, boxes of the matrix that stand out of their cells, a page too wide. */
export function cutOff(): string[] {
  const found = new Set<string>();
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent?.trim().slice(0, 40)}`;
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    found.add(`the page is ${scrollWidth} wide, ${clientWidth} can be seen`);
    for (const element of document.body.querySelectorAll("*"))
      if (
        found.size < 5 &&
        element.getBoundingClientRect().right > clientWidth + 1 &&
        !element.closest(".scroll")
      )
        found.add(`beyond the page: ${name(element)}`);
  }
  for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
    // what only screen readers get is cut off on purpose
    if (!element.checkVisibility() || element.closest(".aside") !== null) continue;
    const { overflowX, overflowY, fontSize, display } = getComputedStyle(element);
    const hasText = element.textContent?.trim() !== "";
    const isSqueezed =
      display !== "inline" && element.getBoundingClientRect().width < Number.parseFloat(fontSize) / 2;
    if (hasText && isSqueezed && element.scrollWidth > element.clientWidth + 1)
      found.add(`squeezed: ${name(element)}`);
    const cuts = (overflow: string) => overflow === "hidden" || overflow === "clip";
    if (cuts(overflowX) && element.scrollWidth > element.clientWidth + 1)
      found.add(`cut at the side: ${name(element)}`);
    if (cuts(overflowY) && element.scrollHeight > element.clientHeight + 1)
      found.add(`cut below: ${name(element)}`);
  }
  for (const box of document.querySelectorAll("table.matrix td > *")) {
    const cell = box.parentElement?.getBoundingClientRect();
    if (cell === undefined) continue;
    const range = document.createRange();
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement?.closest(".aside")) continue;
      range.selectNodeContents(texts.currentNode);
      for (const { left, right, top, bottom } of range.getClientRects())
        if (left < cell.left - 1 || right > cell.right + 1 || top < cell.top - 1 || bottom > cell.bottom + 1)
          found.add(`out of its cell: ${name(box)}`);
    }
  }
  return [...found];
}
