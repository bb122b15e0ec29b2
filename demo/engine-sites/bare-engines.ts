import type { SiteKind } from "../sites.ts";

/** Sites whose engine has no policies: it is there, and nothing is enforced. */
export const bareEngines: readonly SiteKind[] = [
  {
    id: "kyverno-bare",
    place: "Leerhausen",
    engines: ["kyverno"],
    manifests: [],
    atWork: ({ code }) => code === 201,
  },
  {
    id: "gatekeeper-bare",
    place: "Ohnestadt",
    engines: ["gatekeeper"],
    manifests: [],
    atWork: ({ code }) => code === 201,
  },
];
