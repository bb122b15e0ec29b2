/** Where text or what carries a meaning is too faint, each kind of place once. */
export function lowContrasts(): string[] {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  type Colour = readonly [number, number, number, number];
  const known = new Map<string, Colour>();
  /** Of whatever form, as the browser paints it. */
  const colourOf = (css: string): Colour => {
    const found = known.get(css);
    if (found !== undefined || context === null) return found ?? [0, 0, 0, 0];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
    const colour = [r, g, b, a / 255] as const;
    known.set(css, colour);
    return colour;
  };
  const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [
    r * a + x * (1 - a),
    g * a + y * (1 - a),
    b * a + z * (1 - a),
    1,
  ];
  const luminance = ([r, g, b]: Colour): number => {
    const part = (value: number) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ratio = (one: Colour, other: Colour): number => {
    const [x, y] = [luminance(one), luminance(other)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const painted = new Map<Element | null, readonly Colour[]>();
  /** All colours that may lie behind an element's content: a gradient has several. */
  const behind = (element: Element | null): readonly Colour[] => {
    const found = painted.get(element);
    if (found !== undefined) return found;
    if (element === null) return [colourOf("Canvas")];
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    const below = behind(element.parentElement);
    const own = colourOf(backgroundColor);
    const plain = own[3] === 0 ? below : below.map((colour) => over(own, colour));
    const stops = backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^)]*\)/g)?.map(colourOf) ?? [];
    const all = [...plain, ...stops.flatMap((stop) => plain.map((colour) => over(stop, colour)))];
    painted.set(element, all);
    return all;
  };
  const low = new Set<string>();
  const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (hasText) {
      const text = colourOf(style.color);
      for (const colour of behind(element)) {
        const found = ratio(over(text, colour), colour);
        if (found < 4.5) low.add(`text of ${name(element)}: ${found.toFixed(2)}`);
      }
    }
    // a line tells verdicts apart, bounds what can be pressed or typed into, or parts headings from a table
    // check boxes are drawn by the browser
    const isControl = element.matches('button, input:not([type="checkbox"]), select');
    const isVerdict =
      element.matches('[class*="v-"]') && !element.matches(".v-enforced, .v-missing, .v-not-applicable");
    const isHeading = element.matches("table.matrix thead tr.names > *");
    if (!isControl && !isVerdict && !isHeading) continue;
    const outside = behind(element.parentElement);
    const lines = (isHeading ? (["Bottom"] as const) : (["Top", "Right", "Bottom", "Left"] as const)).flatMap(
      (side) =>
        Number.parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none"
          ? [colourOf(style[`border${side}Color`])]
          : [],
    );
    const best = Math.min(
      ...outside.map((colour) => Math.max(0, ...lines.map((line) => ratio(over(line, colour), colour)))),
    );
    // a control that is told by its filling needs no line
    const filling = isControl
      ? Math.min(...outside.map((colour) => ratio(behind(element)[0] ?? colour, colour)))
      : 0;
    if (Math.max(best, filling) < 3) low.add(`line of ${name(element)}: ${best.toFixed(2)}`);
  }
  return [...low];
}
