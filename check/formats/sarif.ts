import { catalogues, type PolicyId, policies } from "#policies";
import { visible } from "../../foreign/visible.ts";
import { fieldText } from "../field-path.ts";
import type { Finding } from "../finding.ts";
import { fingerprints } from "../fingerprint.ts";
import { messageOf } from "../message.ts";
import type { Remark } from "../remark.ts";
import { remedyText } from "../remedy-text.ts";
import { wordsOf } from "../text/words.ts";
import type { FormatOf, FormatOptions } from "./format.ts";

const levels = { must: "error", should: "warning" } as const;

/** SARIF 2.1.0 (OASIS), as GitHub and many viewers read it. */
export const sarif: FormatOf = (options) => {
  const fingerprint = fingerprints();
  const results: unknown[] = [];
  const remarks: Remark[] = [];
  const used = new Set<PolicyId>();
  return {
    begin: () => "",
    report: (report) => {
      remarks.push(...report.remarks);
      for (const finding of report.findings) {
        used.add(finding.policy);
        results.push(resultOf(finding, options, fingerprint(finding)));
      }
      return "";
    },
    end: (more) => {
      const said = [...remarks, ...more];
      return `${JSON.stringify(
        {
          $schema:
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
          version: "2.1.0",
          runs: [
            {
              tool: {
                driver: {
                  name: "dvs",
                  version: options.version,
                  rules: [...used].map((id) => ruleOf(id, options)),
                },
              },
              columnKind: "utf16CodeUnits",
              invocations: [
                {
                  executionSuccessful: !said.some(({ fault }) => fault),
                  toolExecutionNotifications: said.map((remark) => notificationOf(remark, options)),
                },
              ],
              results,
            },
          ],
        },
        null,
        2,
      )}\n`;
    },
  };
};

function ruleOf(id: PolicyId, { language }: FormatOptions): unknown {
  const { text, requirements } = policies[id];
  const { title, forbids, why, comply, practice } = text[language];
  const numbers = catalogues.flatMap(({ id: catalogue }) =>
    (requirements[catalogue] ?? []).map((number) => `${catalogue}: ${number}`),
  );
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${forbids} ${why}` },
    help: { text: comply, markdown: `${comply}\n\n${practice.map((advice) => `- ${advice}`).join("\n")}` },
    properties: { tags: ["kubernetes", ...numbers] },
  };
}

function resultOf(finding: Finding, { language }: FormatOptions, print: string): unknown {
  const { policy, weight, file, place, rendered, object, field, excepted } = finding;
  const words = wordsOf(language);
  const more = rendered === undefined ? "" : ` (${words.at(place.line)})`;
  return {
    ruleId: policy,
    level: levels[weight],
    message: {
      text: `${messageOf(finding, language)}${more}\n\n${words.toComply}\n${visible(remedyText([finding], words))}`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: rendered === undefined ? regionOf(place) : { startLine: 1 },
        },
        logicalLocations: [
          { fullyQualifiedName: visible(`${object.kind}/${object.name}: ${fieldText(field)}`) },
        ],
      },
    ],
    partialFingerprints: { "dvs/v1": print },
    ...(excepted !== undefined && {
      suppressions: [{ kind: "external", status: "accepted", justification: visible(excepted) }],
    }),
  };
}

function notificationOf({ fault, file, place, says }: Remark, { language }: FormatOptions): unknown {
  return {
    level: fault ? "error" : "note",
    message: { text: visible(wordsOf(language).says(says)) },
    descriptor: { id: says.kind },
    ...(file !== undefined && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            ...(place && { region: regionOf(place) }),
          },
        },
      ],
    }),
  };
}

function regionOf({ line, column, endLine }: Finding["place"]): unknown {
  return { startLine: line, startColumn: column, endLine: Math.max(line, endLine) };
}

/** A relative reference (RFC 3986): a colon in the first part would make a scheme of it. */
function uriOf(file: string): string {
  const parts = file
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "")
    .split("/");
  return parts.map((part) => encodeURIComponent(part)).join("/");
}
