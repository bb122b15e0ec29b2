import { defaultProfile } from "#policies";
import type { Verdict } from "#results";

/** The same verdict for all policies. */
export function everywhere<Cell extends string = Verdict>(verdict: Cell): Record<string, Cell> {
  return Object.fromEntries(defaultProfile.policies.map((id) => [id, verdict]));
}

/** Pod Security `restricted`, to the letter of the catalogue: eight policies at most, two of them with gaps. */
export const restricted: Readonly<Record<string, Verdict>> = {
  ...everywhere("not-enforced"),
  "disallow-add-capabilities": "enforced",
  "disallow-host-namespaces": "enforced",
  "disallow-privileged-containers": "enforced",
  "disallow-selinux-options": "enforced-looser",
  "require-default-proc-mount": "enforced",
  "require-run-as-non-root": "enforced",
  "restrict-apparmor": "enforced-looser",
  "restrict-sysctls": "enforced",
};
