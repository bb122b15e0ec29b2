import { defaultProfile, policies } from "#policies";
import { bundles } from "../../enforcement/bundles.ts";
import type { SiteKind } from "../sites.ts";
import { deniedBy } from "./denied-by.ts";
import { gatekeeperRules } from "./gatekeeper-reference.ts";

const { policies: all } = defaultProfile;

/** The policies that Kyverno enforces at a site with two engines; Gatekeeper enforces the others. */
export const kyvernosHalf: readonly string[] = all.filter((_, index) => index % 2 === 0);

/** A site whose policies come from two engines, as where a platform brings one and its operator another. */
export function twoEngines(registry: string): SiteKind {
  const isKyvernos = (id: string) => kyvernosHalf.includes(id);
  const values = { "restrict-image-registries": { allowedRegistries: [registry] } };
  const half = (own: boolean) => all.filter((id) => isKyvernos(id) === own).map((id) => policies[id]);
  return {
    id: "two-engines",
    place: "Doppelstadt",
    engines: ["kyverno", "gatekeeper"],
    manifests: [
      ...bundles.kyverno(half(true), "enforce", values),
      ...gatekeeperRules(registry, "enforce", false, half(false)),
    ],
    atWork: deniedBy("admission webhook"),
  };
}
