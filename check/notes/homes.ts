/** Types to which a field may belong that stands in the wrong place, the likeliest first. */
export const homes = [
  "SecurityContext",
  "Container",
  "PodSecurityContext",
  "PodSpec",
  "ResourceRequirements",
  "Probe",
] as const;

/** Where a field may belong. */
export type Home = (typeof homes)[number];
