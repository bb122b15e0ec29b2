import { defaultProfile, type PolicyId } from "#policies";

/** A share of the policies; `npm run test:broken-rules` takes all, which is some minutes more. */
export const toBreak: readonly PolicyId[] =
  process.env["BROKEN_RULES"] === "all"
    ? defaultProfile.policies
    : ["disallow-privileged-containers", "restrict-image-registries"];
