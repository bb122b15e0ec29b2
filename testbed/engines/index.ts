import type { Engine, EngineName } from "./engine.ts";
import { gatekeeper } from "./gatekeeper.ts";
import { kyverno } from "./kyverno.ts";

export type { Engine, EngineName } from "./engine.ts";
export { installEngine } from "./install-engine.ts";

/** The policy engines by name. */
export const engines: Readonly<Record<EngineName, Engine>> = { kyverno, gatekeeper };
