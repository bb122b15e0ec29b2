import {
  catalogues,
  controlObject,
  defaultProfile,
  type Language,
  type ParameterValue,
  type Policy,
  type Probe,
  type Profile,
  parametersOf,
  probeObject,
  probesIn,
  probeValues,
  profiles,
} from "#policies";
import { markdownTable } from "../markdown-table.ts";
import { snippetsOf } from "./snippets.ts";
import { pageWords } from "./words.ts";

const values = {
  ...probeValues({
    name: "app",
    namespace: "default",
    serviceAccount: "default",
    image: "registry.musterstadt.example/app:1.4.2",
    minGid: 1000,
  }),
  foreignImage: "docker.io/library/app:1.4.2",
};

/** The page about a policy, in Markdown. */
export function policyPage(policy: Policy, lang: Language): string {
  const { id, text } = policy;
  const words = pageWords[lang];
  const other = lang === "de" ? "en" : "de";
  const { title, forbids, why, comply, practice } = text[lang];
  const within = Object.values(profiles).filter(({ policies }) => policies.includes(id));
  const [profile = defaultProfile] = within;
  const probes = probesIn(profile, id).filter(({ weight }) => weight !== "info");
  const { good, bad } = examples(policy, words.without);
  return `${[
    `# ${title}`,
    `_[${words.other}](../${pageWords[other].folder}/${id}.md) · [${words.all}](README.md)_`,
    `\`${id}\`, ${words.profiles} ${within.map((one) => `\`${one.id}\``).join(", ")}. ${forbids}`,
    `**${words.why}:** ${why}`,
    `## ${words.examples}`,
    words.bad,
    yaml(bad),
    words.good,
    yaml(good),
    words.templates,
    `## ${words.comply}`,
    comply,
    list(practice),
    ...says(words.permitted, probes, "admit", lang),
    ...says(
      words.forbidden,
      probes.filter((probe) => probe.weight === "must" && probe.id !== `${id}/${policy.lead}`),
      "reject",
      lang,
    ),
    `## ${words.parameters}`,
    parameterTable(policy, within, lang),
    `## ${words.requirements}`,
    requirementTable(policy, lang),
    ...rules(policy, words.rules),
    `<sub>${words.made} \`policies/${id}.ts\`.</sub>`,
  ].join("\n\n")}\n`;
}

function examples(policy: Policy, without: string): { readonly good: string; readonly bad: string } {
  const lead = probesIn(defaultProfile, policy.id).find(({ id }) => id === `${policy.id}/${policy.lead}`);
  if (lead === undefined) throw new Error(`policy ${policy.id} has no lead probe`);
  return snippetsOf(controlObject(lead.control, values), probeObject(lead, values), without);
}

function says(title: string, probes: readonly Probe[], expect: Probe["expect"], lang: Language): string[] {
  const those = probes.filter((probe) => probe.expect === expect).map((probe) => probe.says[lang]);
  return those.length === 0 ? [] : [`## ${title}`, list(those)];
}

function parameterTable({ id, parameters }: Policy, within: readonly Profile[], lang: Language): string {
  const words = pageWords[lang];
  const names = Object.entries(parameters);
  if (names.length === 0) return words.noParameters;
  const [name, value, meaning] = words.parameterHead;
  const head = [name, ...(within.length > 1 ? within.map((one) => `\`${one.id}\``) : [value]), meaning];
  const rows = names.map(([parameter, { says: text }]) => [
    `\`${parameter}\``,
    ...within.map((one) => shown(parametersOf(id, one)[parameter], words.nothing)),
    text[lang],
  ]);
  return markdownTable(head, rows);
}

function shown(value: ParameterValue | undefined, nothing: string): string {
  const entries = Array.isArray(value) ? value : [value];
  return entries.length === 0 ? nothing : entries.map((entry) => `\`${entry}\``).join(", ");
}

function requirementTable({ requirements }: Policy, lang: Language): string {
  const rows = catalogues.flatMap(({ id, title, source }) => {
    const numbers = requirements[id];
    return numbers === undefined ? [] : [[title[lang], numbers.join(", "), source[lang]]];
  });
  return markdownTable(pageWords[lang].requirementHead, rows);
}

function rules({ id }: Policy, text: string): string[] {
  if (!defaultProfile.policies.includes(id)) return [];
  const links = [
    `[ValidatingAdmissionPolicy](../../enforcement/vap/${id}.yaml)`,
    `[Kyverno](../../enforcement/kyverno/${id}.yaml)`,
    `[Gatekeeper](../../enforcement/gatekeeper/templates/${id}.yaml)`,
  ];
  return [`${text} ${links.join(", ")}.`];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text}\n\`\`\``;
}
