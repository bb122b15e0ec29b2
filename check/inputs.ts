import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Said } from "./remark.ts";

/** Something to judge: a file as it is, or a folder that a program has to render. */
export type Input =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "chart" | "kustomization"; readonly path: string }
  | { readonly kind: "problem"; readonly path: string; readonly fault: boolean; readonly says: Said };

/** By which file a folder is a Helm chart. */
const chart = "Chart.yaml";

/** Names under which kustomize looks for its file. */
const kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Folders that hold other people's files, and none of the application's. */
const passedOver = new Set(["node_modules"]);

/**
 * What lies at a path, in the order of names. A folder with a Chart.yaml or a kustomization is rendered as a whole, also
 * if that file is named, so nothing below it is read by itself; hidden folders and node_modules are passed over.
 */
export function* inputsAt(path: string): Generator<Input> {
  if (path === "-") {
    yield { kind: "file", path };
    return;
  }
  const facts = attempt(() => statSync(path));
  if (facts instanceof Error) {
    const says: Said =
      facts.code === "ENOENT"
        ? { kind: "missing" }
        : { kind: "unreadable", reason: facts.code ?? facts.message };
    yield { kind: "problem", path, fault: true, says };
    return;
  }
  if (facts.isDirectory()) yield* folder(path, []);
  else if (basename(path) === chart) yield { kind: "chart", path: dirname(path) };
  else if (kustomizations.includes(basename(path))) yield* kustomization(dirname(path), basename(path));
  else yield { kind: "file", path };
}

/** A component has no objects of its own: it is judged where a Kustomization uses it. */
function* kustomization(path: string, name: string): Generator<Input> {
  const text = attempt(() => readFileSync(join(path, name), "utf8"));
  if (typeof text === "string" && /^kind:\s*["']?Component\b/m.test(text))
    yield { kind: "problem", path, fault: false, says: { kind: "component" } };
  else yield { kind: "kustomization", path };
}

/** @param above real paths of the folders that lead here: one that comes again is a loop of links */
function* folder(path: string, above: readonly string[]): Generator<Input> {
  const real = attempt(() => realpathSync(path));
  if (real instanceof Error) {
    const reason = real.code ?? real.message;
    yield { kind: "problem", path, fault: true, says: { kind: "unreadable", reason } };
    return;
  }
  if (above.includes(real)) {
    yield { kind: "problem", path, fault: false, says: { kind: "loop" } };
    return;
  }
  const entries = attempt(() => readdirSync(path, { withFileTypes: true }));
  if (entries instanceof Error) {
    const reason = entries.code ?? entries.message;
    yield { kind: "problem", path, fault: true, says: { kind: "unreadable", reason } };
    return;
  }
  const names = new Set(entries.map(({ name }) => name));
  const found = kustomizations.find((name) => names.has(name));
  if (names.has(chart)) yield { kind: "chart", path };
  else if (found !== undefined) yield* kustomization(path, found);
  else {
    const inOrder = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of inOrder) yield* entryOf(path, entry, [...above, real]);
  }
}

function* entryOf(path: string, entry: Dirent, above: readonly string[]): Generator<Input> {
  const { name } = entry;
  const inner = join(path, name);
  const facts = entry.isSymbolicLink() ? attempt(() => statSync(inner)) : entry;
  if (facts instanceof Error) {
    if (!isManifest(name)) return;
    const loop = facts.code === "ELOOP";
    const says: Said = loop ? { kind: "loop" } : { kind: "unreadable", reason: facts.code ?? facts.message };
    yield { kind: "problem", path: inner, fault: !loop, says };
  } else if (facts.isDirectory()) {
    if (!name.startsWith(".") && !passedOver.has(name)) yield* folder(inner, above);
  } else if (facts.isFile() && isManifest(name)) yield { kind: "file", path: inner };
}

/** What the file system answers, or its refusal. */
function attempt<T>(work: () => T): T | NodeJS.ErrnoException {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name);
}
