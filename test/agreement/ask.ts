import { Agent, request as httpsRequest } from "node:https";
import { text as textOf } from "node:stream/consumers";
import { KubeConfig } from "@kubernetes/client-node";
import { isObject, isPolicyId, type JsonObject, type PolicyId } from "#policies";

/** A manifest as text, and what is to be done with it. */
export interface Question {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** YAML, of which JSON is a part: the API server reads it as kubectl would. */
  readonly text: string;
  /** Whether it is stored; else it is a dry run. */
  readonly stored?: true;
}

/** What a cluster says of a manifest. */
export interface Answer {
  readonly admitted: boolean;
  /** The policies whose rules object, by refusals and warnings. */
  readonly policies: readonly PolicyId[];
  /** What came back: the object as it would be stored, or the reason. */
  readonly body: JsonObject;
  /** All that was said. */
  readonly said: string;
}

/** A way to ask one cluster. */
export interface Asker {
  ask(question: Question): Promise<Answer>;
  close(): void;
}

/** Types by which an API server knows YAML; a patch is an apply, as by `kubectl apply --server-side`. */
const yaml = "application/yaml";
const types = { POST: yaml, PUT: yaml, DELETE: yaml, PATCH: "application/apply-patch+yaml" };

/** Asks the cluster of a kubeconfig over connections that are kept. */
export async function askerOf(kubeconfig: string): Promise<Asker> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const server = config.getCurrentCluster()?.server ?? "";
  const agent = new Agent({ keepAlive: true });
  const options: Record<string, unknown> & { headers?: object } = {};
  await config.applyToHTTPSOptions(options);
  const ask = async ({ method, path, text, stored }: Question): Promise<Answer> => {
    const query = new URLSearchParams(method === "DELETE" ? {} : { fieldValidation: "Strict" });
    if (stored === undefined) query.set("dryRun", "All");
    if (method === "PATCH") for (const [key, value] of managed) query.set(key, value);
    const headers = { ...options.headers, accept: "application/json", "content-type": types[method] };
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const outgoing = httpsRequest(
      new URL(`${path}?${query}`, server),
      { ...options, agent, method, headers, signal: AbortSignal.timeout(30_000) },
      (response) => {
        const { statusCode = 0, headersDistinct } = response;
        textOf(response).then(
          (body) => resolve(answerOf(statusCode, body, headersDistinct["warning"] ?? [])),
          reject,
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(text);
    return promise;
  };
  return { ask, close: () => agent.destroy() };
}

const managed = Object.entries({ fieldManager: "dvs-agreement", force: "true" });

function answerOf(code: number, text: string, warnings: readonly string[]): Answer {
  const body: unknown = JSON.parse(text);
  const object = isObject(body) ? body : {};
  const admitted = code < 300;
  const said = [...(admitted ? [] : [`${code} ${object["message"]}`]), ...warnings].join("\n");
  return { admitted, policies: namedIn(said), body: object, said };
}

/** The policies whose rules are named; all engines' rules of ours are called the same. */
function namedIn(said: string): PolicyId[] {
  const names = [...said.matchAll(/\bdvs-([a-z-]+)/g)].map(([, name = ""]) => name);
  return [...new Set(names)].filter(isPolicyId).sort();
}
