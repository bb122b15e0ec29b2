import type { Profile } from "../profile.ts";
import { dvsPoc2022 } from "./dvs-poc-2022.ts";
import { pssRestricted } from "./pss-restricted.ts";

/** The profile of a run or a report that names none. */
export const defaultProfile: Profile = dvsPoc2022;

/** The profiles by id; the default is the first. */
export const profiles: Readonly<Record<string, Profile>> = {
  [dvsPoc2022.id]: dvsPoc2022,
  [pssRestricted.id]: pssRestricted,
};
