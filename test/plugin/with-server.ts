import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";
import { type Api, apiOf } from "../../plugin/api.ts";

/** Talks to a server on loopback that answers as told: the wire, clocks and rare faults, never the proof of a verdict. */
export async function withServer<T>(listener: RequestListener, use: (api: Api) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  const cluster = { name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  config.loadFromClusterAndUser(cluster, { name: "u", token: "t" });
  const api = apiOf(config, "dvs/test (run 12345678)");
  try {
    return await use(api);
  } finally {
    api.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The listener, called when the whole request has arrived. */
export function drained(listener: RequestListener): RequestListener {
  return (request, response) => {
    request.resume().on("end", () => listener(request, response));
  };
}
