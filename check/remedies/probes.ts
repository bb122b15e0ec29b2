import { isObject, type Json, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";
import { type Case, listAt, type Remedy } from "./case.ts";

const paths = { livenessProbe: "/livez", readinessProbe: "/readyz" } as const;

const names = ["livenessProbe", "readinessProbe"] as const;

/** The probes that are missing or impossible: what they ask, the application's author has to say. */
export function missingProbes({ pod, owner, parameters }: Case): Remedy {
  const { require } = parameters;
  const wanted = names.filter((name) => !Array.isArray(require) || require.includes(name));
  const container = valueAt(pod, owner);
  const faulty = wanted.filter((name) => !sound(valueAt(pod, [...owner, name])));
  const port = portOf(container);
  const known = handlerOf(container);
  return {
    at: faulty.map((name): FieldPath => [...owner, name]),
    corrections: faulty.map((name) => ({
      field: [...owner, name],
      set: { ...(known ?? asked(port, paths[name])), periodSeconds: 10 },
      byHand: "probe" as const,
    })),
  };
}

/** What another probe of the container asks: its author knows a path and a port. */
function handlerOf(container: Json | undefined): JsonObject | undefined {
  for (const name of ["readinessProbe", "livenessProbe", "startupProbe"])
    for (const kind of ["httpGet", "tcpSocket", "grpc", "exec"]) {
      const handler = valueAt(container, [name, kind]);
      if (isObject(handler)) return { [kind]: handler };
    }
  return undefined;
}

function sound(probe: Json | undefined): boolean {
  if (!isObject(probe)) return false;
  const { periodSeconds = null } = probe;
  return periodSeconds === null || (typeof periodSeconds === "number" && periodSeconds >= 0);
}

/** The first port that the container names: by its name, else by its number. */
function portOf(container: Json | undefined): string | number | undefined {
  const [first] = isObject(container) ? listAt(container, ["ports"]) : [];
  if (!isObject(first)) return undefined;
  const { name, containerPort } = first;
  if (typeof name === "string") return name;
  return typeof containerPort === "number" ? containerPort : undefined;
}

/** Ports that speak HTTP by their name or by custom; others are only asked whether they take connections. */
function asked(port: string | number | undefined, path: string): JsonObject {
  const http = port === undefined || /^(http|web|80$|443$|3000$|[89]0\d\d$|8[0-9]{3}$)/.test(String(port));
  return http ? { httpGet: { path, port: port ?? 8080 } } : { tcpSocket: { port } };
}
