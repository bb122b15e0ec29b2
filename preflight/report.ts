import { stringify } from "yaml";
import type { Language } from "#policies";
import type { Exemption } from "./exemptions/exemption.ts";
import { outcomeOf, type Preflight } from "./preflight.ts";
import { german } from "./text/de.ts";
import { english } from "./text/en.ts";
import type { PreflightText } from "./text/text.ts";
import type { Tried } from "./try-subject.ts";

/** The texts of each language. */
export const preflightTexts: Readonly<Record<Language, PreflightText>> = { de: german, en: english };

/** The report for people, a line each: what was tried, what must be exempted, what to do. */
export function reportLines(result: Preflight, text: PreflightText): string[] {
  const { server, way, namespace, tried, exemptions, problems, broken } = result;
  return [
    text.head(server, way.namespace, namespace),
    "",
    ...tried.flatMap((one, index) => triedLines(one, broken[index] ?? [], text)),
    "",
    ...(exemptions.length > 0
      ? [text.exempt, ...exemptions.flatMap((one) => exemptionLines(one, text))]
      : []),
    ...advice(result, text),
    text.images(way.images),
    ...problems,
  ];
}

function triedLines(
  { subject, answer, notAs, instead }: Tried,
  broken: readonly string[],
  text: PreflightText,
): string[] {
  const name = text.subjects[subject.id];
  const message = answer.kind === "admitted" ? [] : quoted(answer.message);
  const beside = [
    ...(answer.kind === "refused" && broken.length > 0 ? [text.broken(broken)] : []),
    ...(notAs === undefined ? [] : [text.notAs(notAs)]),
    ...(instead === undefined ? [] : [text.instead(instead)]),
  ];
  return [`  ${name}: ${verdict(answer, text)}`, ...message, ...beside.map((line) => `    ${line}`)];
}

function verdict(answer: Tried["answer"], text: PreflightText): string {
  switch (answer.kind) {
    case "admitted":
      return text.admitted;
    case "untried":
      return text.untried(answer.why);
    case "refused": {
      if (typeof answer.by === "string") return text.refusedOtherwise[answer.by];
      const { engine, webhook, violations } = answer.by;
      const names = violations.map(({ policy = "", rule = policy }) =>
        rule === policy ? policy : `${policy}/${rule}`,
      );
      const who = engine === "webhook" ? `${engine} ${webhook ?? ""}` : engine;
      return text.refusedBy(
        who,
        [...new Set(names)].filter((name) => name !== "" && name !== webhook),
      );
    }
  }
}

/** The cluster's own words, set off from ours. */
function quoted(message: string): string[] {
  return message
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => `    | ${line}`);
}

function exemptionLines({ engine, policies, manifests, hints }: Exemption, text: PreflightText): string[] {
  return [
    `  ${text.exemption(engine, policies, manifests.length)}`,
    ...hints.map((hint) => `    ${text.hints[hint]}`),
  ];
}

function advice(result: Preflight, text: PreflightText): string[] {
  const { way, namespace, tried, exemptions } = result;
  const refused = tried.filter(({ answer }) => answer.kind === "refused").map(({ subject }) => subject.id);
  const lines = [
    ...(outcomeOf(result) === "admitted" ? [text.nothingToExempt] : []),
    ...(exemptions.length > 0 ? [text.onlyFirst, ...text.apply(way.namespace)] : []),
    ...(refused.includes("run-namespace") ? [text.runNamespaceRefused] : []),
    ...(namespace === "missing" && !refused.includes("namespace") ? [text.createFirst(way.namespace)] : []),
    ...(namespace === "made" && exemptions.some(isInside) ? [text.existingNamespace] : []),
  ];
  return lines.length > 0 ? [...(exemptions.length > 0 ? [""] : []), ...lines, ""] : [];
}

/** Whether something of an exemption is made in the namespace itself. */
function isInside({ manifests }: Exemption): boolean {
  const kinds = ["PolicyException", "RoleBinding", "LimitRange"];
  return manifests.some(({ kind }) => kinds.includes(String(kind)));
}

/** The exemptions as YAML for `kubectl apply -f -`; a comment if there are none. */
export function exemptionsYaml({ way, namespace, exemptions }: Preflight, text: PreflightText): string {
  const manifests = exemptions.flatMap((one) => one.manifests);
  if (manifests.length === 0) return `# ${text.noExemptions}\n`;
  const first = namespace === "made" && exemptions.some(isInside) ? [way.namespaceObject] : [];
  const documents = [...first, ...manifests].map((manifest) =>
    stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false }),
  );
  const comment = text.comment(way.namespace).map((line) => `# ${line}\n`);
  return `${comment.join("")}${documents.join("---\n")}`;
}
