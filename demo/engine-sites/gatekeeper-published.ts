import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";

const folder = "demo/agilebank";

/**
 * A site with rules of Gatekeeper's own demo, in Rego and unchanged: limits, probes and, for one namespace only,
 * registries. They judge the templates of Deployments too, by expansion. Left out is what its demo demands of namespaces
 * and Services.
 */
export const gatekeeperPublishedKinds: readonly SiteKind[] = [
  {
    id: "gatekeeper-published",
    place: "Beigabenau",
    engines: ["gatekeeper"],
    manifests: [],
    published: {
      engine: "gatekeeper",
      files: [
        `${folder}/templates/k8sallowedrepos_template.yaml`,
        `${folder}/templates/k8scontainterlimits_template.yaml`,
        `${folder}/templates/k8srequiredprobes_template.yaml`,
        `${folder}/constraints/containers_must_be_limited.yaml`,
        `${folder}/constraints/probes_must_be_provided.yaml`,
        `${folder}/constraints/prod_repo_is_openpolicyagent.yaml`,
        `${folder}/expansion_templates/expand_deployment_expansiontemplate.yaml`,
      ],
    },
    atWork: deniedBy("validation.gatekeeper.sh"),
    shownBy: ["require-limits-and-requests", "require-health-and-liveness-check"],
  },
];
