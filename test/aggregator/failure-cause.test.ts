import assert from "node:assert/strict";
import { failureCause } from "../../aggregator/archive/failure-cause.ts";

/** As Sonobuoy v0.57.5 wrote them on a real node; that about memory has the kubelet's reason in the same place. */
const said = [
  [
    "Failed to pull image registry.example/dvs:none for container plugin within 5m0s. Container is in state ImagePullBackOff",
    "image",
  ],
  ["Container plugin is in a terminated state (exit code 137) due to reason: Error: ", "ended"],
  ["Container plugin is in a terminated state (exit code 137) due to reason: OOMKilled: ", "memory"],
  ["Plugin timeout while waiting for results so there are no results. Check pod logs", "timeout"],
  ["Can't schedule pod: 0/1 nodes are available", "unschedulable"],
  [
    "failed calling webhook: Post https://x.example/?timeout=10s: Plugin timeout while waiting for results",
    "unknown",
  ],
] as const;

describe("aggregator/archive/failure-cause", () => {
  for (const [detail, cause] of said)
    it(`${cause}: ${detail}`, () => assert.equal(failureCause(detail), cause));
});
