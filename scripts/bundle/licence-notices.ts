import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BundledPackage } from "./bundled-packages.ts";

/**
 * The texts that the packages' licences demand to go along: licences, with the names of those who hold the copyright,
 * and notices. Where an author of a package under the MIT licence left out the text, it is said with that name.
 * @throws Error that names a package under another licence without its text, as it must not be handed on
 */
export async function licenceNotices(packages: readonly BundledPackage[]): Promise<string> {
  const notices = packages.map(async ({ folder, manifest: { name, version, license, author } }) => {
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
    if (files.length === 0 && license !== "MIT")
      throw new Error(`The package ${name} ${version} has no text of its licence.`);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    const [first = mit(author), ...others] = texts.map((text) => text.trim());
    return [`${name} ${version} (${String(license)})`, first, ...others].join("\n\n");
  });
  return `${(await Promise.all(notices)).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The licence in the words of https://spdx.org/licenses/MIT.html. */
function mit(author: unknown): string {
  const name = typeof author === "object" && author !== null && "name" in author ? author.name : author;
  return `MIT License

Copyright (c) ${String(name ?? "its authors")}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
