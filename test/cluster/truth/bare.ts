import { everywhere } from "../../api/expected-verdicts.ts";
import { withoutRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

/** An engine without policies enforces nothing: every probe comes to what it comes to without the engine. */
export const bareTruths: readonly Truth[] = ["kyverno-bare", "gatekeeper-bare"].map((kind) => ({
  kind,
  outcomes: withoutRules,
  verdicts: everywhere("not-enforced"),
}));
