/** Rules of the API server's own, small ones, each with one peculiarity: what it answers by them is recorded. */

const apiVersion = "admissionregistration.k8s.io/v1";
const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
/** Fails for every pod without this label. */
const missingLabel = 'object.metadata.labels["not-there"]';

/** The parts of a ValidatingAdmissionPolicy that differ. */
export interface OwnRule {
  readonly validation: object;
  readonly paramKind?: object;
  readonly paramRef?: object;
}

/** A ValidatingAdmissionPolicy for all pods, with its binding. */
export function validating(name: string, { validation, paramKind, paramRef }: OwnRule): object[] {
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        ...(paramKind !== undefined && { paramKind }),
        matchConstraints: { resourceRules: [pods] },
        validations: [validation],
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        ...(paramRef !== undefined && { paramRef }),
      },
    },
  ];
}

/** One that forbids hostPID, with what is special about its validation. */
export function againstHostPid(special: object): OwnRule {
  return { validation: { expression: "!has(object.spec.hostPID) || !object.spec.hostPID", ...special } };
}

/** One that cannot be evaluated. */
export const failing: OwnRule = { validation: { expression: `${missingLabel} == "a"` } };

/** One whose parameters are not there. */
export const withoutParameters: OwnRule = {
  validation: { expression: 'params.data.a == "b"' },
  paramKind: { apiVersion: "v1", kind: "ConfigMap" },
  paramRef: { name: "not-there", namespace: "default", parameterNotFoundAction: "Deny" },
};

/** A MutatingAdmissionPolicy that cannot change what it is about, with its binding. */
export function failingToMutate(name: string): object[] {
  const expression = `Object{spec: Object.spec{hostname: ${missingLabel}}}`;
  return [
    {
      apiVersion,
      kind: "MutatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        reinvocationPolicy: "Never",
        matchConstraints: { resourceRules: [pods] },
        mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
      },
    },
    {
      apiVersion,
      kind: "MutatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name },
    },
  ];
}

/** A webhook that is asked about all pods. */
export function webhook(name: string, clientConfig: object): object {
  return {
    apiVersion,
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        name,
        clientConfig,
        rules: [pods],
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        failurePolicy: "Fail",
        timeoutSeconds: 2,
      },
    ],
  };
}
