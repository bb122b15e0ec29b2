import { runProgram } from "../run-program.ts";

/** The addresses inside of a machine; it is alone there, so they may be fixed. */
export const addresses = {
  /** Of the node, and of its API server. */
  node: "10.87.0.1",
  pods: "10.87.0.0/24",
  bridge: "dvs0",
  services: "10.96.0.0/24",
  /** Of the service `kubernetes`: the first one. The API server itself listens on it, so it takes no kube-proxy. */
  apiServer: "10.96.0.1",
} as const;

const commands = [
  "link set lo up",
  `link add ${addresses.bridge} type bridge`,
  `address add ${addresses.node}/24 dev ${addresses.bridge}`,
  `address add ${addresses.apiServer}/32 dev ${addresses.bridge}`,
  `link set ${addresses.bridge} up`,
  // some programs look for the interface of the default route; nothing is behind it
  `route add default dev ${addresses.bridge} src ${addresses.node}`,
];

/** Gives a fresh machine its addresses; done before, it changes nothing. */
export async function setUpNetwork(): Promise<void> {
  const links: readonly { readonly ifname: string }[] = JSON.parse(await runProgram(["ip", "-json", "link"]));
  if (links.some(({ ifname }) => ifname === addresses.bridge)) return;
  for (const command of commands) await runProgram(["ip", ...command.split(" ")]);
}
