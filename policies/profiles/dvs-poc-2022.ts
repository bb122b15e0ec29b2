import { policyIds } from "../policy-id.ts";
import type { Profile } from "../profile.ts";

/** The 14 policies of the proof of concept of 2022, with the parameters of its text. */
export const dvsPoc2022: Profile = {
  id: "dvs-poc-2022",
  version: "1.0.0",
  title: {
    de: "Richtlinien des Proof of Concept 2022 zur Deutschen Verwaltungscloud",
    en: "Policies of the 2022 proof of concept for the German administration cloud",
  },
  policies: policyIds,
  parameters: {},
};
