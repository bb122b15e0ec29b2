import { z } from "zod";
import type { Api } from "./api.ts";
import { type AttemptLimits, attempt, objectOf } from "./attempt.ts";

/** Image named in the probes where nothing better is known; it is never pulled. */
export const publicImage = "registry.k8s.io/pause:3.10";

const pod = z.object({
  spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })) }),
});

/**
 * The image of the container that this program runs in: it evidently passed the site's rules about registries.
 * @returns the image, or undefined outside of a cluster or without the right to read the own pod
 */
export async function ownImage(
  api: Api,
  env: NodeJS.ProcessEnv,
  limits: AttemptLimits,
): Promise<string | undefined> {
  const { DVS_POD_NAME: name, DVS_POD_NAMESPACE: namespace, DVS_CONTAINER: container = "plugin" } = env;
  if (name === undefined || namespace === undefined) return undefined;
  const read = await attempt(
    api,
    { method: "GET", path: `/api/v1/namespaces/${namespace}/pods/${name}` },
    limits,
  );
  const found = pod.safeParse(objectOf(read)).data?.spec.containers;
  return found?.find((candidate) => candidate.name === container)?.image;
}
