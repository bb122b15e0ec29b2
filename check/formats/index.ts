import type { FormatOf } from "./format.ts";

/** Names of the formats. */
export const formatNames = ["text", "json", "junit", "sarif", "codequality", "github"] as const;

/** Name of a format. */
export type FormatName = (typeof formatNames)[number];

/** The formats by name; each is loaded when it is asked for. */
export const formats: Readonly<Record<FormatName, () => Promise<FormatOf>>> = {
  text: async () => (await import("./text.ts")).text,
  json: async () => (await import("./json.ts")).json,
  junit: async () => (await import("./junit.ts")).junit,
  sarif: async () => (await import("./sarif.ts")).sarif,
  codequality: async () => (await import("./codequality.ts")).codequality,
  github: async () => (await import("./github.ts")).github,
};

/** The ways to write corrections in place of findings. */
export const patchFormats: Readonly<Record<"kustomize", () => Promise<FormatOf>>> = {
  kustomize: async () => (await import("./kustomize.ts")).kustomize,
};
