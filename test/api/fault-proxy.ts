import { readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Site } from "../../testbed/index.ts";
import { servingCertificate } from "./faults/serving-certificate.ts";

/** What can go wrong with one request. */
export type Fault =
  /** The API server never hears of it; `body` is a Status unless told otherwise. */
  | {
      readonly kind: "status";
      readonly code: number;
      readonly retryAfter?: number;
      readonly body?: object | string;
    }
  /** The connection breaks before or after the API server has done what it was asked for. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** Half of the answer, with a length that is right for it or for the whole. */
  | { readonly kind: "truncated"; readonly length: "of the half" | "of the whole" };

/** A request that passes through the proxy. */
export interface ProxiedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly dryRun: boolean;
  /** `tenant`: everybody but the owner of the kubeconfig. */
  readonly as: "operator" | "tenant";
  /** Which request it is in all, from 1 on. */
  readonly index: number;
  /** Which pod it would make, from 1 on; 0 for all other requests. */
  readonly pod: number;
}

/** How the proxy behaves. */
export interface FaultProxyOptions {
  readonly site: Site;
  /** Unique within the site. */
  readonly name: string;
  /** Path of the kubeconfig to pass on; the administrator's unless told. */
  readonly kubeconfig?: string;
  /** Decides on each request, and may do something to the cluster before. */
  readonly fault?: (request: ProxiedRequest) => Fault | undefined | Promise<Fault | undefined>;
  /** Is called when the API server has answered, before the answer is passed on. */
  readonly answered?: (request: ProxiedRequest, code: number) => Promise<void>;
}

/** A way to a site's API server on which things go wrong. */
export interface FaultProxy {
  /** Path of a kubeconfig file that leads through the proxy. */
  readonly kubeconfig: string;
  /** What it has done so far, e.g. `429`, `reset before`. */
  readonly done: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts a proxy that ends TLS with the API server's own certificate and passes requests on, or does not. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { site, name, fault, answered, kubeconfig = site.kubeconfig } = options;
  const { cert, key, authority } = await servingCertificate(site);
  const config = JSON.parse(await readFile(kubeconfig, "utf8"));
  const operator = `Bearer ${config.users[0].user.token}`;
  const agent = new Agent({ keepAlive: true, ca: authority });
  const done: string[] = [];
  let index = 0;
  let pods = 0;

  const passOn = (incoming: IncomingMessage, body: Buffer): Promise<[IncomingMessage, Buffer]> =>
    new Promise((resolve, reject) => {
      const { method, url, headers } = incoming;
      const { host: _, ...rest } = headers;
      const outgoing = httpsRequest(new URL(url ?? "/", site.server), { agent, method, headers: rest });
      outgoing.on("response", (answer) => {
        buffer(answer).then((content) => resolve([answer, content]), reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });

  const server = createServer({ cert, key }, async (incoming, response) => {
    // the client may hang up at any time, and the API server may be restarting
    await serve(incoming, response).catch(() => incoming.socket.destroy());
  });
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const asked = described(incoming, operator, ++index, () => ++pods);
    const chosen = await fault?.(asked);
    if (chosen !== undefined) done.push(nameOf(chosen));
    if (chosen?.kind === "status") return void refuse(response, chosen);
    if (chosen?.kind === "reset" && chosen.when === "before") return void incoming.socket.destroy();
    if (chosen?.kind === "delay") await sleep(chosen.milliseconds);
    const [answer, content] = await passOn(incoming, body);
    await answered?.(asked, answer.statusCode ?? 0);
    if (chosen?.kind === "reset") return void incoming.socket.destroy();
    const { "transfer-encoding": _, "content-length": __, ...headers } = answer.headers;
    const half = chosen?.kind === "truncated" ? content.subarray(0, content.length >> 1) : content;
    const length = chosen?.kind === "truncated" && chosen.length === "of the half" ? half : content;
    response.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": length.length });
    if (half.length === length.length) response.end(half);
    else response.write(half, () => incoming.socket.destroy());
  };
  server.on("clientError", (_error, socket) => socket.destroy());
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  config.clusters[0].cluster.server = `https://127.0.0.1:${port}`;
  const file = join(site.directory, `${name}.kubeconfig`);
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return {
    kubeconfig: file,
    done: () => done,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

function described(
  { method = "GET", url = "/", headers }: IncomingMessage,
  operator: string,
  index: number,
  nextPod: () => number,
): ProxiedRequest {
  const { pathname, searchParams } = new URL(url, "https://localhost");
  const isPod = method === "POST" && /^\/api\/v1\/namespaces\/[^/]+\/pods$/.test(pathname);
  return {
    method,
    path: pathname,
    dryRun: searchParams.get("dryRun") === "All",
    as: headers.authorization === operator ? "operator" : "tenant",
    index,
    pod: isPod ? nextPod() : 0,
  };
}

function refuse(response: ServerResponse, { code, retryAfter, body }: Fault & { kind: "status" }): void {
  const status = { kind: "Status", apiVersion: "v1", status: "Failure", code, message: `injected ${code}` };
  const content = typeof body === "string" ? body : JSON.stringify(body ?? status);
  response.writeHead(code, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(content),
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
  response.end(content);
}

function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case "status":
      return `${fault.code}${fault.retryAfter === undefined ? "" : " with Retry-After"}`;
    case "reset":
      return `reset ${fault.when}`;
    case "delay":
      return `delay of ${fault.milliseconds} ms`;
    case "truncated":
      return `truncated, length ${fault.length}`;
  }
}
