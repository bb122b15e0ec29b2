export type { PodSecurityLevel } from "./api-server-files.ts";
export { type ApplyTarget, apply, remove } from "./apply.ts";
export {
  type BuildOptions,
  buildComponents,
  buildEverything,
  type ComponentName,
  componentVersion,
  type ProgressOptions,
} from "./components.ts";
export { type Engine, type EngineName, engines } from "./engines/index.ts";
export type { KubernetesVersion } from "./kubernetes-version.ts";
export { moduleFile } from "./module-files.ts";
export { openShiftDefinition } from "./openshift.ts";

export { renderChart } from "./render-chart.ts";

export { type Answer, type RequestOptions, request } from "./request.ts";
export type { Site, SiteOptions } from "./site.ts";
export { startTestbed, type Testbed } from "./testbed.ts";
export { MissingToolchain } from "./toolchain.ts";
export { type UntilOptions, until } from "./until.ts";
