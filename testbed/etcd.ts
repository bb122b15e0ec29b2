import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { onFreePort } from "./free-port.ts";

/** A running etcd that all sites of a testbed share. */
export interface Etcd {
  /** The URL for `--etcd-servers`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts an etcd with one member, without fsync: its data need not survive the machine.
 * @param binary the path of the program
 * @param directory gets the data and the log
 * @throws Error with the end of etcd's log when it does not come up
 */
export async function startEtcd(binary: string, directory: string): Promise<Etcd> {
  const { started, port } = await onFreePort((candidate) => startOn(candidate, binary, directory));
  return { url: urlOf(port), stop: started.stop };
}

async function startOn(port: number, binary: string, directory: string): Promise<Child> {
  // A single member never calls itself, so its peers' port may be any, also one different from the advertised.
  const peer = "http://127.0.0.1:2380";
  const flags = {
    name: "testbed",
    "data-dir": join(directory, "data"),
    "listen-client-urls": urlOf(port),
    "advertise-client-urls": urlOf(port),
    "listen-peer-urls": "http://127.0.0.1:0",
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `testbed=${peer}`,
    "unsafe-no-fsync": "true",
    "log-level": "warn",
  };
  const command = [binary, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)];
  const child = await startChild("etcd", command, join(directory, "etcd.log"));
  await child.until("etcd to become healthy", async () => (await fetch(`${urlOf(port)}/health`)).ok, 30);
  return child;
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
