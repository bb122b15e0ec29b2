import type { JsonObject } from "#policies";
import { visible } from "../../foreign/visible.ts";
import type { Finding } from "../finding.ts";
import { merged } from "../merge-snippet.ts";
import { stateOf } from "../message.ts";
import { runsPods } from "../pods.ts";
import { wordsOf } from "../text/words.ts";
import { yamlOf } from "../yaml-of.ts";
import type { FormatOf } from "./format.ts";

/** Why a finding is not corrected by the patch. */
export type Left = "decision" | "foreign-kind" | "no-name" | "container-without-name";

/**
 * The unambiguous corrections as a component of kustomize, one strategic merge patch for each object. What only the
 * author can decide (probes, ids of users and groups, images, writable paths, storage) is not in it but named.
 */
export const kustomize: FormatOf = ({ language, version }) => {
  const words = wordsOf(language);
  const patches = new Map<string, JsonObject>();
  const left: string[] = [];
  let corrected = 0;
  const add = (finding: Finding): void => {
    const reason = leftBecause(finding);
    if (reason === undefined) {
      const { apiVersion, kind, namespace, name } = finding.object;
      const head = { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
      const key = JSON.stringify(head);
      corrected += 1;
      patches.set(key, merged(patches.get(key) ?? head, finding.remedy));
      return;
    }
    const { file, place, policy, corrections, object } = finding;
    const decision = corrections.find(({ byHand }) => byHand !== undefined)?.byHand;
    const because =
      reason === "decision" && decision !== undefined ? words.byHand[decision] : words.left[reason];
    const named = visible(
      [
        `${object.kind} ${object.name || words.noName}`,
        ...(finding.container === undefined ? [] : [words.container(finding.container)]),
      ].join(", "),
    );
    left.push(
      `${visible(file)}:${place.line}:${place.column}: ${policy}, ${named}: ${stateOf(finding, language)}. ${because}`,
    );
  };
  return {
    begin: () => "",
    report: ({ findings }) => {
      for (const finding of findings) if (finding.excepted === undefined) add(finding);
      return "";
    },
    end: () => {
      const component = {
        apiVersion: "kustomize.config.k8s.io/v1alpha1",
        kind: "Component",
        patches: [...patches.values()].map((patch) => ({
          patch: yamlOf(patch),
        })),
      };
      const head = words.patchHead(version).map((line) => `# ${line}\n`);
      return `${head.join("")}${yamlOf(component)}`;
    },
    left: () => [
      ...(left.length === 0 ? [] : [words.leftHead, ...left]),
      words.patchSum(corrected, left.length),
    ],
  };
};

function leftBecause({ corrections, object, container }: Finding): Left | undefined {
  if (corrections.length === 0 || corrections.some(({ byHand }) => byHand !== undefined)) return "decision";
  if (!runsPods(object.apiVersion, object.kind)) return "foreign-kind";
  if (object.name === "" || object.name.endsWith("*")) return "no-name";
  if (container === "") return "container-without-name";
  return undefined;
}
