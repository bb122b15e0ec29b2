import type { ComponentName } from "../components.ts";
import type { RequiredModule } from "../module-files.ts";

/** The policy engines that a cluster with a node can have. */
export type EngineName = "kyverno" | "gatekeeper";

/** An image that an engine's manifests name. */
export interface EngineImage {
  /** As in the manifests, without the tag; a runtime adds docker.io where they name no registry. */
  readonly repository: string;
  /** The program in it, which is all that it holds. */
  readonly program: ComponentName;
  /** The program's path in the image. */
  readonly at: string;
}

/** A policy engine as its own module publishes it. */
export interface Engine {
  readonly name: EngineName;
  readonly module: RequiredModule;
  /** The file in the module with everything that is to be applied. */
  readonly manifests: string;
  readonly images: readonly EngineImage[];
  /** Files and folders of the module with rules that it ships as examples. */
  readonly examples?: readonly string[];
  readonly namespace: string;
  /** Deployments that admission does not need. */
  readonly leftOut: readonly string[];
}
