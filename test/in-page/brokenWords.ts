/** The words of these elements that go over the end of a line, each with the line's part of it. */
export function brokenWords(selector: unknown): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll(String(selector))) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      for (const { index, 0: word } of (node.textContent ?? "").matchAll(/[^\s-]+/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (range.getClientRects().length > 1) found.push(word);
      }
    }
  }
  return found;
}
