import { request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import type { Access } from "./kubeconfig.ts";

/** What to ask an API server. */
export interface RequestOptions {
  readonly method?: "GET" | "DELETE" | "POST" | "PATCH";
  /** Sent as JSON. */
  readonly body?: object;
  /** The default is application/json. */
  readonly contentType?: string;
}

/** An API server's answer, of whatever status. */
export interface Answer {
  /** The HTTP status code. */
  readonly status: number;
  /** The parsed JSON, or the text if it is none. */
  readonly body: unknown;
}

const timeoutMilliseconds = 30_000;

/**
 * Asks an API server once.
 * @param access a Site will do
 * @param path path and query, from the slash on
 * @throws Error when there is no answer within 30 seconds
 */
export async function request(
  access: Pick<Access, "server" | "certificateAuthority" | "token">,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const { method = "GET", body, contentType = "application/json" } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = httpsRequest(
    new URL(path, access.server),
    {
      method,
      ca: access.certificateAuthority,
      headers: { authorization: `Bearer ${access.token}`, "content-type": contentType },
      // A connection of its own, because the server may have been restarted since the last request.
      agent: false,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    },
    (response) => {
      text(response).then(
        (content) => resolve({ status: response.statusCode ?? 0, body: parsed(content) }),
        reject,
      );
    },
  );
  outgoing.on("error", reject);
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
