import type { Json, JsonObject, ParameterDefinition, Policy } from "#policies";
import { expressionOf, labels, refusalMessage, specIsNew } from "./rule.ts";

/** Names that Gatekeeper gives to variables of its own (pkg/drivers/k8scel/schema of Gatekeeper 3.23). */
const reserved = /^(params|anyObject|gatekeeper_internal_.*)$/;

/** How a template is made. */
export interface TemplateOptions {
  /**
   * Whether Gatekeeper hands the rule to the API server as a ValidatingAdmissionPolicy beside its webhook. Unset:
   * as Gatekeeper is configured, by default yes in 3.23 and no in 3.17.
   */
  readonly generateVap?: boolean;
}

/** The kind of the constraints of a policy. */
export function constraintKind({ id }: Policy): string {
  const words = id.split("-").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `Dvs${words.join("")}`;
}

/**
 * A policy as ConstraintTemplate for Gatekeeper's CEL engine, from the same conditions that the static check evaluates.
 * The parameters stand in the constraint; the catalogue's default holds for one that is missing there.
 * @throws Error if a parameter has a name that Gatekeeper keeps for itself
 */
export function gatekeeperTemplate(policy: Policy, { generateVap }: TemplateOptions = {}): JsonObject {
  const kind = constraintKind(policy);
  const parameters = Object.entries(policy.parameters);
  const taken = parameters.find(([name]) => reserved.test(name));
  if (taken !== undefined)
    throw new Error(`${policy.id}: Gatekeeper keeps the name of the parameter ${taken[0]} for itself`);
  return {
    apiVersion: "templates.gatekeeper.sh/v1",
    kind: "ConstraintTemplate",
    metadata: {
      name: kind.toLowerCase(),
      labels,
      annotations: {
        "metadata.gatekeeper.sh/title": policy.text.en.title,
        description: policy.text.en.forbids,
      },
    },
    spec: {
      crd: {
        spec: {
          names: { kind },
          ...(parameters.length > 0 && {
            validation: {
              openAPIV3Schema: {
                type: "object",
                properties: Object.fromEntries(
                  parameters.map(([name, definition]) => [name, schemaOf(definition)]),
                ),
              },
            },
          }),
        },
      },
      targets: [
        {
          target: "admission.k8s.gatekeeper.sh",
          code: [
            {
              engine: "K8sNativeValidation",
              source: {
                ...(generateVap !== undefined && { generateVAP: generateVap }),
                failurePolicy: "Fail",
                matchCondition: [onPods],
                ...(parameters.length > 0 && {
                  variables: parameters.map(([name, { default: standard }]) => ({
                    name,
                    expression: parameterExpression(name, standard),
                  })),
                }),
                validations: policy.conditions.map((condition) => ({
                  expression: expressionOf(condition),
                  message: refusalMessage(policy),
                })),
              },
            },
          ],
        },
      ],
    },
  };
}

/** Where Gatekeeper is told to see deletions too, it judges them as the other rules do not: there is no object. */
const onPods = { ...specIsNew, expression: `object != null && (${specIsNew.expression})` };

/** The value in the constraint, or the default where the constraint has none. */
function parameterExpression(name: string, standard: ParameterDefinition["default"]): string {
  const own = `variables.params.${name}`;
  return `variables.params != null && has(${own}) ? ${own} : ${JSON.stringify(standard)}`;
}

/** What the API server accepts as the value: a parameter of the wrong type could not be evaluated. */
function schemaOf({ default: standard, values, minimum, says }: ParameterDefinition): JsonObject {
  const type = schemaTypes[typeof standard];
  const entry: Json = { type: "string", ...(values !== undefined && { enum: [...values] }) };
  return {
    type,
    description: `${says.en}; default: ${JSON.stringify(standard)}`,
    ...(minimum !== undefined && { minimum }),
    ...(type === "array" && { items: entry }),
  };
}

const schemaTypes: Readonly<Record<string, string>> = {
  boolean: "boolean",
  number: "integer",
  string: "string",
  object: "array",
};
