import { classificationLine } from "../audience/classification-line.ts";
import type { Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { policyTitle } from "../policy-title.ts";
import type { Text } from "../text/text.ts";
import { distinctLabels } from "./distinct-labels.ts";
import { isoSeconds } from "./iso-seconds.ts";
import { oneLine } from "./one-line.ts";
import { controlsOf } from "./oscal-controls.ts";
import { plainMarkup, propertyValue } from "./oscal-escape.ts";
import { type OscalPart, property } from "./oscal-part.ts";
import { archiveUuid, siteResult, unknownTime } from "./oscal-site.ts";
import { uuidOf } from "./uuid.ts";

/** The version of NIST's OSCAL that the document keeps to: that of the published catalogue of Grundschutz++. */
const oscalVersion = "1.1.3";

/**
 * The comparison as OSCAL assessment results: a `result` for each site. UUIDs are made of what they name, so that the
 * same input gives the same document.
 * @param comparison of at least one site: OSCAL has no document without a result
 */
export function oscalExport(comparison: Comparison, text: Text): string {
  const { sites, now, profile } = comparison;
  const labels = distinctLabels(sites, text);
  const plan = uuidOf("plan", profile.id, profile.version);
  const time = isoSeconds(now ?? unknownTime);
  const document: OscalPart = {
    metadata: {
      title: text.head.title,
      "last-modified": time,
      version: time,
      "oscal-version": oscalVersion,
      props: [{ name: "marking", value: propertyValue(classificationLine(comparison, text)) }],
      remarks: `${text.export.oscal.noCertificate}${now === undefined ? ` ${text.export.oscal.timeUnknown}` : ""}`,
    },
    "import-ap": { href: `#${plan}`, remarks: text.export.oscal.noPlan },
    ...localObjectives(comparison, text),
    results: sites.map((site) => siteResult(comparison, site, labels.get(site.id) ?? site.id, text)),
    "back-matter": {
      resources: [planResource(comparison, plan, text), ...sites.map((site) => archiveResource(site, text))],
    },
  };
  const uuid = uuidOf("document", JSON.stringify(document));
  return `${JSON.stringify({ "assessment-results": { uuid, ...document } }, null, 1)}\n`;
}

/** As much of each control as the policies can show: what findings are about. */
function localObjectives(comparison: Comparison, text: Text): OscalPart {
  const all = controlsOf(comparison).flatMap(({ catalogue, controls }) =>
    controls.map(({ id, objective, policies }) => ({
      "control-id": id,
      description: catalogue.title[text.language],
      parts: [
        {
          id: objective,
          name: "assessment-objective",
          props: policies.map((row) => property("policy", row.id)),
          prose: text.export.oscalObjective(
            id,
            policies.map((row) => policyTitle(row, text)),
          ),
        },
      ],
    })),
  );
  return all.length === 0 ? {} : { "local-definitions": { "objectives-and-methods": all } };
}

/** What was to be shown: the profile, with the numbers that each policy has in all catalogues. */
function planResource({ profile, rows }: Comparison, uuid: string, text: Text): OscalPart {
  const { planTitle, noPlan } = text.export.oscal;
  const props = rows.flatMap(requirementProperties);
  return {
    uuid,
    title: planTitle,
    description: `${profile.title[text.language]} (${profile.id} ${profile.version})`,
    ...(props.length > 0 && { props }),
    remarks: noPlan,
  };
}

/** Numbers also of the catalogues whose numbers are no control ids: the class is the catalogue, the group the policy. */
function requirementProperties({ id, policy }: PolicyRow): OscalPart[] {
  return Object.entries(policy?.requirements ?? {}).flatMap(([catalogue, numbers]) =>
    numbers.map((number) => property("requirement", number, { class: catalogue, group: id })),
  );
}

function archiveResource(site: Site, text: Text): OscalPart {
  const { name, sha256, hashed } = site.archive;
  const hashes = [{ algorithm: "SHA-256", value: sha256 }];
  return {
    uuid: archiveUuid(site),
    title: plainMarkup(name),
    rlinks: [
      {
        href: encodeURIComponent(oneLine(name)),
        ...(sha256 !== undefined && { hashes }),
      },
    ],
    ...(sha256 !== undefined && { remarks: `SHA-256: ${text.export.hashed[hashed]}` }),
  };
}
