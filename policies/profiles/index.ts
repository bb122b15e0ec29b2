import type { Profile } from "../profile.ts";
import { dvsPoc2022 } from "./dvs-poc-2022.ts";

/** The profiles by id; the first one is the default. */
export const profiles: Readonly<Record<string, Profile>> = {
  [dvsPoc2022.id]: dvsPoc2022,
};
