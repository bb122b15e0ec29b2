import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { ServingCertificate } from "./faults/serving-certificate.ts";

/** What the API server asks a webhook (admission.k8s.io/v1), as far as tests need it. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  readonly namespace?: string;
  readonly dryRun?: boolean;
  readonly userInfo: { readonly username: string };
  readonly object: {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: object;
  };
}

/** What a webhook answers; `nonsense` is sent as it is, with status 200. */
export type AdmissionAnswer =
  | {
      readonly allowed: boolean;
      readonly message?: string;
      readonly warnings?: readonly string[];
      /** A JSON Patch. */
      readonly patch?: readonly object[];
    }
  | { readonly nonsense: string };

/** How a webhook server behaves. */
export interface WebhookOptions {
  readonly certificate: ServingCertificate;
  readonly answer: (request: AdmissionRequest) => AdmissionAnswer;
  /** Milliseconds before each answer. */
  readonly delay?: number;
  /**
   * One request at a time, each with so many milliseconds of work for a processor: an engine with one replica. The
   * work is done in a thread of its own, so that it does not slow down who measures.
   */
  readonly serial?: number;
}

/** An admission webhook on 127.0.0.1. */
export interface WebhookServer {
  /** For a webhook's configuration. */
  readonly clientConfig: { readonly url: string; readonly caBundle: string };
  /** How many reviews it has been asked for. */
  readonly count: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts an admission webhook that a site's API server can call, whatever the path. */
export async function startWebhookServer(options: WebhookOptions): Promise<WebhookServer> {
  const { certificate, answer, delay = 0, serial } = options;
  const worker = serial === undefined ? undefined : new Worker(busyThread, { eval: true });
  let last: Promise<unknown> = Promise.resolve();
  /** Waits for all requests before this one, then works. */
  const inTurn = (): Promise<unknown> => {
    if (worker === undefined) return Promise.resolve();
    last = last.then(
      () =>
        new Promise((resolve) => {
          worker.once("message", resolve);
          worker.postMessage(serial);
        }),
    );
    return last;
  };
  let count = 0;
  const server = createServer(
    { cert: certificate.cert, key: certificate.key },
    async (incoming, response) => {
      count += 1;
      const { request }: { request: AdmissionRequest } = JSON.parse(await text(incoming));
      await inTurn();
      await sleep(delay);
      response.setHeader("content-type", "application/json");
      response.end(review(request, answer(request)));
    },
  );
  // the API server hangs up when its patience is at an end
  server.on("clientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    clientConfig: {
      url: `https://127.0.0.1:${port}/`,
      caBundle: Buffer.from(certificate.authority).toString("base64"),
    },
    count: () => count,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await worker?.terminate();
    },
  };
}

const busyThread = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (milliseconds) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  parentPort.postMessage("done");
});`;

function review({ uid }: AdmissionRequest, answer: AdmissionAnswer): string {
  if ("nonsense" in answer) return answer.nonsense;
  const { allowed, message, warnings, patch } = answer;
  return JSON.stringify({
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    response: {
      uid,
      allowed,
      ...(message !== undefined && { status: { message } }),
      ...(warnings !== undefined && { warnings }),
      ...(patch !== undefined && {
        patchType: "JSONPatch",
        patch: Buffer.from(JSON.stringify(patch)).toString("base64"),
      }),
    },
  });
}
