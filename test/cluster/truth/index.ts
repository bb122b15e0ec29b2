import { bareTruths } from "./bare.ts";
import { gatekeeperTruths } from "./gatekeeper.ts";
import type { Truth } from "./truth.ts";

/** The truth about every kind of site with policy engines. */
export const truths: readonly Truth[] = [...bareTruths, ...gatekeeperTruths];
