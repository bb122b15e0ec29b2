import { failedWebhook, type InconclusiveReason } from "#results";
import type { ApiStatus } from "./api-status.ts";
import { forbidden } from "./refusal.ts";

/** A refusal that no policy made. */
interface OwnRefusal {
  readonly reason: InconclusiveReason;
  readonly code?: number;
  /** Anchored at the beginning: the same words inside an engine's text mean nothing. */
  readonly message: RegExp;
}

/** In the order in which they are tried. The texts are those of Kubernetes 1.26 to 1.37 and OpenShift 4. */
const ownRefusals: readonly OwnRefusal[] = [
  { reason: "unauthenticated", code: 401, message: /^/ },
  { reason: "transient", code: 429, message: /^/ },
  { reason: "transient", code: 503, message: /^/ },
  { reason: "transient", code: 504, message: /^/ },
  { reason: "webhook-failure", code: 500, message: failedWebhook },
  { reason: "transient", code: 500, message: /^/ },
  {
    reason: "field-unknown",
    code: 400,
    message: /^\S+ in version "[^"]+" cannot be handled as a |^strict decoding error/,
  },
  {
    reason: "dry-run-unsupported",
    code: 400,
    message: /^admission webhook "[^"]+" does not support dry run/,
  },
  // a patch; the object that was to be patched is quoted in between
  {
    reason: "field-unknown",
    code: 422,
    message: /^ ?"" is invalid: patch: Invalid value: [\s\S]*strict decoding error: /,
  },
  { reason: "schema", code: 422, message: /^\S+ "[^"]*" is invalid: / },
  { reason: "rbac", code: 403, message: /^\S+ (?:"[^"]*" )?is forbidden: User "[^"]*" cannot \w+ resource / },
  // nobody may grant what they do not hold: the rights of the tenant are the operator's as well
  {
    reason: "rbac",
    code: 403,
    message: new RegExp(
      `${forbidden}user "[^"]*" \\(groups=[^)]*\\) is attempting to grant RBAC permissions not currently held`,
    ),
  },
  // a MutatingAdmissionPolicy refuses nothing: it says so when it could not be evaluated
  {
    reason: "policy-error",
    message: new RegExp(`(?:${forbidden}|^)policy (?:'[^']+' with binding '[^']+'|"[^"]+") denied request: `),
  },
  // said by an API server that has just started and has not read its policies yet
  { reason: "transient", code: 403, message: new RegExp(`${forbidden}not yet ready to handle request`) },
  { reason: "setup", code: 404, message: /not found/ },
  {
    reason: "setup",
    code: 403,
    message: new RegExp(
      `${forbidden}(error looking up service account|no PriorityClass with name|pod rejected: RuntimeClass|unable to create new content in namespace|error fetching namespace|.*unable to find annotation openshift\\.io)`,
    ),
  },
  {
    reason: "quota",
    code: 403,
    message: new RegExp(
      `${forbidden}(exceeded quota|insufficient quota|status unknown for quota|failed quota)`,
    ),
  },
  {
    reason: "limit-range",
    code: 403,
    message: new RegExp(
      `${forbidden}\\[?((minimum|maximum) \\S+ usage per |\\S+ max limit to request ratio)`,
    ),
  },
];

/** Why the API server itself refused; `undefined` if it was somebody's policy. */
export function ownRefusal({ code, message }: ApiStatus): InconclusiveReason | undefined {
  return ownRefusals.find((own) => (own.code ?? code) === code && own.message.test(message))?.reason;
}

/** The webhook that the API server could not call; `undefined` if that is not what it says. */
export function webhookNotCalled({ code, message }: ApiStatus): string | undefined {
  return code === 500 ? failedWebhook.exec(message)?.[1] : undefined;
}

/** What a refusal of the API server itself enforces all the same, if anything. */
export interface BuiltIn {
  readonly policy: string;
  readonly by: { readonly engine: string; readonly policy: string };
}

/**
 * Refusals of the API server that amount to one of our policies: a quota or LimitRange that demands resources, and
 * `--allow-privileged=false`, the only schema error that proves enforcement.
 */
export function builtIn({ code, message }: ApiStatus): BuiltIn | undefined {
  if (
    code === 422 &&
    /^\S+ "[^"]*" is invalid: [\s\S]*privileged: Forbidden: disallowed by cluster policy/.test(message)
  ) {
    return {
      policy: "disallow-privileged-containers",
      by: { engine: "kube-apiserver", policy: "allow-privileged=false" },
    };
  }
  const [, quota] = new RegExp(`${forbidden}failed quota: (\\S+): must specify `).exec(message) ?? [];
  if (quota !== undefined)
    return { policy: "require-limits-and-requests", by: { engine: "resource-quota", policy: quota } };
  if (
    new RegExp(`${forbidden}\\[?(minimum|maximum) \\S+ usage per .*No (limit|request) is specified`).test(
      message,
    )
  ) {
    return { policy: "require-limits-and-requests", by: { engine: "limit-range", policy: "LimitRange" } };
  }
  return undefined;
}
