import { settingsOf } from "../../check/index.ts";
import { demoRegistry } from "../../demo/sites.ts";
import { type Agreement, agreementOf } from "../agreement/agreement.ts";
import { askerOf } from "../agreement/ask.ts";
import { type Counts, expectedCounts } from "../agreement/counts.ts";
import { storeCompliant } from "../agreement/stored.ts";
import { subjects } from "../agreement/subjects.ts";

/** Kinds of sites at which the check's judgement is compared: their refusals name every policy that is violated. */
export const agreementKinds: readonly string[] = ["kyverno-enforce", "gatekeeper-enforce"];

const namespace = "agreement";

/**
 * Judges the objects of the catalogue and of the examples at a site that is established, in a namespace that is being
 * removed when this returns.
 * @param kubeconfig path of an administrator's kubeconfig
 */
export async function agreementIn(
  kubeconfig: string,
  image: string,
): Promise<Agreement & { readonly expected: Counts }> {
  const asker = await askerOf(kubeconfig);
  const path = "/api/v1/namespaces";
  const text = JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  try {
    await asker.ask({ method: "POST", path, text, stored: true });
    await storeCompliant(asker, namespace, image);
    const objects = subjects(image);
    const settings = settingsOf({ allowedRegistries: [demoRegistry] });
    const found = await agreementOf(asker, namespace, objects, settings, "all");
    return { ...found, expected: expectedCounts(objects) };
  } finally {
    await asker.ask({ method: "DELETE", path: `${path}/${namespace}`, text: "", stored: true });
    asker.close();
  }
}
