import type { PolicyId } from "#policies";
import { textCheck } from "../../check/check-text.ts";
import type { Settings } from "../../check/index.ts";

/** What the static check says of a manifest. */
export interface Checked {
  /** The policies of which there are findings, whatever their weight. */
  readonly policies: readonly PolicyId[];
  /** Pods and pod templates that were judged. */
  readonly pods: number;
  /** Whether the text is at fault, so that something could not be judged. */
  readonly fault: boolean;
}

/** Judges a text as a file of a user with the same content. */
export function checkedBy(settings: Settings): (text: string) => Checked {
  const check = textCheck(settings);
  return (text) => {
    const { findings, pods, remarks } = check({ name: "manifest.yaml", text });
    return {
      policies: [...new Set(findings.map(({ policy }) => policy))].sort(),
      pods,
      fault: remarks.some(({ fault }) => fault),
    };
  };
}
