import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Json } from "#policies";
import { groupsOf, type ServiceAccount, userOf } from "#results";

/** One request to the API server. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Absolute path, e.g. `/api/v1/namespaces`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Default: `application/json`. */
  readonly contentType?: string;
}

/** What the API server answered, whatever the status. */
export interface ApiAnswer {
  readonly code: number;
  /** The body as JSON, or as text where it is none. */
  readonly body: unknown;
  /** The texts of the Warning headers. */
  readonly warnings: readonly string[];
  /** The server's clock (Date header) in milliseconds since 1970, if it told. */
  readonly serverTime?: number;
  /** Seconds after which the server asks to be tried again. */
  readonly retryAfter?: number;
}

/** A way to talk to one API server as one identity. */
export interface Api {
  readonly server: string;
  /** Waits until the next request may be sent, if something rests between requests. */
  ready?(signal: AbortSignal): Promise<void>;
  send(request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer>;
  close(): void;
}

/** Seconds for which credentials are used before the kubeconfig is asked again. */
const credentialsFor = 10;

/** Headers by which a request acts as somebody else. */
type Impersonation = Readonly<Record<string, string | readonly string[]>>;

/** Talks to the cluster of a kubeconfig as a ServiceAccount, if its owner is permitted to impersonate that. */
export function apiAs(account: ServiceAccount, config: KubeConfig, userAgent: string): Api {
  return apiOf(config, userAgent, {
    "impersonate-user": userOf(account),
    "impersonate-group": groupsOf(account),
  });
}

/**
 * Talks to the cluster of a kubeconfig over one connection that is kept alive. The typed client is not used for
 * requests: it drops fields that it does not know, opens a connection for each request, and hides warnings.
 *
 * @param userAgent names the tool, its version and the run, so that a site finds our requests in its logs
 */
export function apiOf(config: KubeConfig, userAgent: string, impersonation: Impersonation = {}): Api {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("the kubeconfig names no cluster");
  const secure = cluster.server.startsWith("https:");
  const base = new URL(cluster.server);
  let agent: HttpAgent | undefined;
  let fresh: { readonly options: RequestOptions; readonly until: number } | undefined;

  /** Certificates and tokens may be made anew by the kubeconfig's helper programs, so they are asked for again. */
  async function options(): Promise<RequestOptions> {
    if (fresh !== undefined && performance.now() < fresh.until) return fresh.options;
    const own: RequestOptions & Record<string, unknown> = {};
    await config.applyToHTTPSOptions(own);
    if (cluster?.proxyUrl === undefined) {
      const { ca, cert, key, rejectUnauthorized, servername } = own;
      agent ??= secure
        ? new HttpsAgent({ keepAlive: true, ...tls({ ca, cert, key, rejectUnauthorized, servername }) })
        : new HttpAgent({ keepAlive: true });
      own.agent = agent;
    }
    fresh = { options: own, until: performance.now() + credentialsFor * 1000 };
    return own;
  }

  return {
    server: cluster.server,
    async send({ method, path, query = {}, body, contentType = "application/json" }, signal) {
      // a path is made of names, and a name must not lead elsewhere
      if (/[?#\\]|\/\.{0,2}(\/|$)/.test(path)) throw new Error(`${path} is no path of the API`);
      const { headers = {}, ...connection } = await options();
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const search = new URLSearchParams(query).toString();
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const start = secure ? httpsRequest : httpRequest;
        const request = start(
          new URL(`${base.pathname.replace(/\/$/, "")}${path}${search && `?${search}`}`, base),
          {
            ...connection,
            method,
            signal,
            headers: {
              ...Object.fromEntries(Object.entries(headers)),
              ...Object.fromEntries(Object.entries(impersonation)),
              accept: "application/json",
              "user-agent": userAgent,
              ...(payload !== undefined && {
                "content-type": contentType,
                "content-length": Buffer.byteLength(payload),
              }),
            },
          },
          resolve,
        );
        request.on("error", reject);
        request.end(payload);
      });
      return answerOf(response, await text(response));
    },
    close: () => agent?.destroy(),
  };
}

/** Only those TLS settings that are there: an explicit `undefined` would switch off a default. */
function tls(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined && value !== null),
  );
}

function answerOf(response: IncomingMessage, body: string): ApiAnswer {
  const serverTime = Date.parse(response.headers.date ?? "");
  const retryAfter = Number(response.headers["retry-after"]);
  return {
    code: response.statusCode ?? 0,
    body: jsonOrText(body),
    warnings: (response.headersDistinct["warning"] ?? []).map(warningText),
    ...(Number.isFinite(serverTime) && { serverTime }),
    ...(retryAfter > 0 && { retryAfter }),
  };
}

function jsonOrText(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The text of a Warning header (RFC 7234, 5.5): `299 - "text"`, with quotes escaped. */
function warningText(header: string): string {
  const quoted = /^\d{3} \S+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1];
  return quoted === undefined ? header : quoted.replace(/\\(.)/g, "$1");
}
