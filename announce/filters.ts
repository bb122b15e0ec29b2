import { replicaSetController as controller, version } from "#results";

/** Searches for one product: all requests of runs, and the refused attempts that raise alarms. */
export interface Filter {
  readonly product: string;
  readonly all: string;
  readonly refusals: string;
  /** What others do for the run, above all Sonobuoy; absent where nobody does. */
  readonly surroundings?: string;
}

/** By what a run's attempts are told from others'. */
export interface Traits {
  /** Tenants' namespaces that are probed; the fresh one is always meant. */
  readonly namespaces: readonly string[];
  readonly deep: boolean;
  /** What is made around the run: its namespace, and how the names of objects outside of it begin. */
  readonly around?: Around | undefined;
}

/** Where and under which names the run's pod and what belongs to it is made. */
export interface Around {
  readonly namespace: string;
  readonly prefixes: readonly string[];
}

const digits = "[0-9a-f]{8}";
const agent = `dvs/${version}`;

/** A text as a regular expression that matches it. */
const literal = (text: string) => text.replaceAll(/[.\\^$*+?()[\]{}|]/g, "\\$&");

/** Regular expression of the User-Agent, without anchors: the version, then what it was sent for. */
export const agentPattern: string = `${literal(agent)}( \\((run ${digits}|own image|preflight|cleanup)\\))?`;

/** Regular expression of the users as which attempts are sent, without anchors. */
export function userPattern({ namespaces, deep }: Traits): string {
  const places = [`dvs-${digits}`, ...namespaces.map(literal)].join("|");
  const tenants = `system:serviceaccount:(${places}):dvs-${digits}`;
  return deep ? `(${tenants}|system:serviceaccount:${controller.namespace}:${controller.name})` : tenants;
}

/**
 * The searches. The User-Agent alone is no proof, as anybody can send it: alarms are to be left out only where user and
 * dry run fit as well. The fields are those of audit.k8s.io/v1, in Elastic's case below `kubernetes.audit`.
 */
export function filters(traits: Traits): Filter[] {
  const users = userPattern(traits);
  const wildcards = [
    ...["dvs-*", ...traits.namespaces].map((place) => `system:serviceaccount:${place}:dvs-*`),
  ];
  if (traits.deep) wildcards.push(`system:serviceaccount:${controller.namespace}:${controller.name}`);
  const either = (of: (user: string) => string, or: string) =>
    wildcards.length === 1 ? wildcards.map(of).join("") : `(${wildcards.map(of).join(or)})`;
  const kql = (text: string) => text.replaceAll(":", "\\:");
  const text = (regex: string) => JSON.stringify(regex);
  const surrounding = traits.around && surroundings(traits.around);
  return [
    {
      product: "jq",
      all: `jq -c 'select((.userAgent // "") | test(${text(`^${agentPattern}$`)}))' audit.log`,
      refusals: `jq -c 'select(((.userAgent // "") | test(${text(`^${agentPattern}$`)})) and ((.impersonatedUser.username // .user.username // "") | test(${text(`^${users}$`)})) and ((.requestURI // "") | test("[?&]dryRun=All(&|$)")) and (.responseStatus.code // 0) >= 400)' audit.log`,
      ...(surrounding && { surroundings: surrounding.jq }),
    },
    {
      product: "Kibana (KQL)",
      all: `kubernetes.audit.userAgent: ${agent}*`,
      refusals: `kubernetes.audit.userAgent: ${agent}* and ${either((user) => `(kubernetes.audit.user.username: ${kql(user)} or kubernetes.audit.impersonatedUser.username: ${kql(user)})`, " or ")} and kubernetes.audit.requestURI: *dryRun=All* and kubernetes.audit.responseStatus.code >= 400`,
      ...(surrounding && { surroundings: surrounding.kql }),
    },
    {
      product: "Splunk (SPL)",
      all: `userAgent="${agent}*"`,
      refusals: `userAgent="${agent}*" ${either((user) => `("user.username"="${user}" OR "impersonatedUser.username"="${user}")`, " OR ")} requestURI="*dryRun=All*" "responseStatus.code">=400`,
      ...(surrounding && { surroundings: surrounding.spl }),
    },
    {
      product: "Grafana Loki (LogQL)",
      all: `{job="kube-audit"} | json | userAgent=~${text(agentPattern)}`,
      refusals: `{job="kube-audit"} | json | userAgent=~${text(agentPattern)} | user_username=~${text(users)} or impersonatedUser_username=~${text(users)} | requestURI=~".*[?&]dryRun=All(&.*)?" | responseStatus_code>=400`,
      ...(surrounding && { surroundings: surrounding.logql }),
    },
  ];
}

/** Searches for what is made around a run: Sonobuoy's requests, or those for the Job, by where they go. */
function surroundings({ namespace, prefixes }: Around): Record<"jq" | "kql" | "spl" | "logql", string> {
  const all = [...new Set([namespace, ...prefixes])];
  const names = JSON.stringify(`^(${all.map(literal).join("|")})`);
  const either = (field: (place: string) => string, or: string) => all.map(field).join(or);
  return {
    jq: `jq -c 'select(.objectRef.namespace == ${JSON.stringify(namespace)} or ((.objectRef.name // "") | test(${names})))' audit.log`,
    kql: `kubernetes.audit.objectRef.namespace: ${namespace} or ${either((place) => `kubernetes.audit.objectRef.name: ${place}*`, " or ")}`,
    spl: `"objectRef.namespace"="${namespace}" OR ${either((place) => `"objectRef.name"="${place}*"`, " OR ")}`,
    logql: `{job="kube-audit"} | json | objectRef_namespace="${namespace}" or objectRef_name=~${JSON.stringify(`(${all.map(literal).join("|")}).*`)}`,
  };
}
