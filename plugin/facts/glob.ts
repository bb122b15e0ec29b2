/** Whether a text matches a pattern in which `*` stands for any characters and `?` for one. */
export function glob(pattern: string, text: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => wildcards[part] ?? part.replace(special, "\\$&"));
  return new RegExp(`^${parts.join("")}$`, "s").test(text);
}

const special = /[\\^$.+()[\]{}|]/g;
const wildcards: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
