import { nonEmpty, type Recogniser, type Violation, webhookDenial } from "./refusal.ts";

/**
 * Kyverno. ClusterPolicy answers with all violated policies as YAML behind a preamble (1.10 and later, and an older
 * one until 1.9); the CEL types answer `Policy NAME failed: TEXT`, joined by `; `.
 */
export const kyverno: Recogniser = ({ message }) => {
  const denied = webhookDenial(message);
  if (denied === undefined) return undefined;
  const { webhook, text } = denied;
  const otherwise = { says: text };
  if (/^(n?vpol|ivpol)\.validate\.kyverno\.svc/.test(webhook)) {
    return { engine: "kyverno", webhook, violations: nonEmpty(celViolations(text), otherwise) };
  }
  if (!/^validate\.kyverno\.svc-(fail|ignore)/.test(webhook)) return undefined;
  const body = text.replace(
    /^(resource \S+ was blocked due to the following policies|policy \S+ for resource (violation|error)s?:)\s*/,
    "",
  );
  return { engine: "kyverno", webhook, violations: nonEmpty(ruleViolations(body), otherwise) };
};

function celViolations(text: string): Violation[] {
  return text.split(/; (?=Policy \S+ )/).flatMap((part) => {
    const [, policy, says] = /^Policy (\S+) (?:failed|error): ([\s\S]*)$/.exec(part) ?? [];
    return policy === undefined ? [] : [{ policy, says: `${policy} ${says}` }];
  });
}

/** Lines `policy:`, below them indented `rule: text`, whose text may go on over further lines. */
function ruleViolations(body: string): Violation[] {
  const violations: { policy: string; rule: string; says: string }[] = [];
  let policy = "";
  for (const line of body.split("\n")) {
    const heading = /^([a-z0-9.-]+):\s*$/.exec(line)?.[1];
    const [, rule, text = ""] = /^ {2}([\w.-]+): ?(.*)$/.exec(line) ?? [];
    const last = violations.at(-1);
    if (heading !== undefined) policy = heading;
    else if (rule !== undefined) violations.push({ policy, rule, says: `${policy} ${rule} ${text}` });
    else if (last !== undefined) last.says += ` ${line.trim()}`;
  }
  return violations;
}
