import { nonEmpty, type Recogniser, type Violation, webhookDenial } from "./refusal.ts";

/**
 * Kyverno. ClusterPolicy answers with all violated policies as YAML behind a preamble (1.10 and later, and an older
 * one until 1.9); the CEL types answer `Policy NAME failed: TEXT`, joined by `; `. Whatever else its webhooks refuse,
 * they could not evaluate or not change as a policy wants it.
 */
export const kyverno: Recogniser = ({ message }) => {
  const denied = webhookDenial(message);
  const [, kind] = webhooks.exec(denied?.webhook ?? "") ?? [];
  if (denied === undefined || kind === undefined) return undefined;
  const { webhook, text } = denied;
  const found = kind.includes("pol.") ? celViolations(text) : classic(text);
  return { engine: "kyverno", webhook, violations: nonEmpty(found, { says: text, undecided: true }) };
};

/** Images are verified by webhooks that may change pods, and so refuse as policies do. */
const webhooks = /^((?:n?vpol\.|n?mpol\.|n?ivpol\.)?(?:validate|mutate))\.kyverno\.svc/;

const preamble =
  /^(resource \S+ was blocked due to the following policies|policy \S+ for resource (violation|error)s?:)\s*/;

function classic(text: string): Violation[] {
  return preamble.test(text) ? ruleViolations(text.replace(preamble, "")) : [];
}

/** In the order of the policies' names: Kyverno has none, and two runs must name the same one first. */
function celViolations(text: string): Violation[] {
  return text
    .split(/; (?=Policy \S+ (?:failed|error): )/)
    .flatMap((part): (Violation & { readonly policy: string })[] => {
      const [, policy, how, says] = /^Policy (\S+) (failed|error): ([\s\S]*)$/.exec(part) ?? [];
      if (policy === undefined) return [];
      return [{ policy, says: `${policy} ${says}`, ...(how === "error" && { undecided: true }) }];
    })
    .sort((one, other) => (one.policy < other.policy ? -1 : 1));
}

/** How a rule's text begins if it could not be evaluated (pkg/engine/handlers/validation of Kyverno 1.19). */
const ruleError =
  /^['"]?(failed to (load context|evaluate (preconditions|list|conditions)|process foreach|create foreach validator|check deny conditions|deserialize anyPattern|compute exception key|parse pod security)|variable substitution failed|error in parameterized resource|error while creating|Error (while|getting))/;

/** Lines `policy:`, below them indented `rule: text`, whose text may go on over further lines. */
function ruleViolations(body: string): Violation[] {
  const violations: { policy: string; rule: string; says: string; undecided?: true }[] = [];
  let policy = "";
  for (const line of body.split("\n")) {
    const heading = /^([a-z0-9.-]+):\s*$/.exec(line)?.[1];
    const [, rule, text = ""] = /^ {2}([\w.-]+): ?(.*)$/.exec(line) ?? [];
    const last = violations.at(-1);
    if (heading !== undefined) policy = heading;
    else if (rule !== undefined) {
      const undecided = ruleError.test(text) && { undecided: true as const };
      violations.push({ policy, rule, says: `${policy} ${rule} ${text}`, ...undecided });
    } else if (last !== undefined) last.says += ` ${line.trim()}`;
  }
  return violations;
}
