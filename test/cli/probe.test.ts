import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/main.ts";
import { type Ran, runNode } from "../run-node.ts";
import { captured } from "./captured.ts";

const dvs = join(import.meta.dirname, "../../cli/dvs.ts");

/** Runs the command line, with these variables. */
type Run = (args: readonly string[], env?: Record<string, string>) => Promise<Ran>;

/** The wire is the subject here: servers that are none, or that turn us away before anything is tried. */
describe("cli/probe", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dvs-cli-probe-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** A process of its own: the wire is open when it is to end. */
  const started: Run = (args, env = {}) => runNode([dvs, ...args], { HOME: folder, ...env });

  /** In this process, with a home folder that is empty, and with nothing else that is ours set. */
  const run: Run = async (args, env = {}) => {
    const before = { ...process.env };
    const stops = process.listeners("SIGTERM");
    for (const name of Object.keys(before)) if (/^(DVS_|KUBE)/.test(name)) delete process.env[name];
    Object.assign(process.env, { HOME: folder, ...env });
    try {
      const { code, stdout, stderr } = await captured(() => main(args));
      return { code, out: stdout, said: stderr };
    } finally {
      for (const name of Object.keys(env)) delete process.env[name];
      Object.assign(process.env, before);
      // what the command does on signals must not outlive it
      for (const stop of process.listeners("SIGTERM"))
        if (!stops.includes(stop)) process.off("SIGTERM", stop).off("SIGINT", stop);
    }
  };
  const kubeconfig = async (server: string): Promise<string> => {
    const file = join(folder, "kubeconfig");
    const clusters = [{ name: "c", cluster: { server, "insecure-skip-tls-verify": true } }];
    const users = [{ name: "u", user: { token: "expired" } }];
    const contexts = [{ name: "here", context: { cluster: "c", user: "u" } }];
    await writeFile(
      file,
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters,
        users,
        contexts,
        "current-context": "here",
      }),
    );
    return file;
  };

  /** Exit code 2, a sentence that matches, and no stack trace. */
  const refuses = async (
    args: readonly string[],
    sentence: RegExp,
    env?: Record<string, string>,
    how = run,
  ): Promise<void> => {
    const { code, out, said } = await how(args, env);
    assert.match(said, sentence);
    assert.doesNotMatch(said, /\n\s+at .*:\d+/);
    assert.deepEqual([code, out], [2, ""]);
  };

  it("says that there is no kubeconfig", () =>
    refuses(["probe", "-o", folder], /there is no kubeconfig: name one with --kubeconfig/));

  it("says that the kubeconfig cannot be read", () =>
    refuses(
      ["probe", "-o", folder, "--kubeconfig", join(folder, "none")],
      /the kubeconfig .*none cannot be read/,
    ));

  it("says that the kubeconfig has no such context, and which it has", async () =>
    refuses(
      ["probe", "-o", folder, "--kubeconfig", await kubeconfig("https://127.0.0.1:1"), "--context", "there"],
      /no context "there"; it has: here/,
    ));

  it("says that the server cannot be reached", async () =>
    refuses(
      ["probe", "-o", folder, "--kubeconfig", await kubeconfig("https://127.0.0.1:1")],
      /https:\/\/127\.0\.0\.1:1 cannot be reached \(.*ECONNREFUSED/,
    ));

  it("says that the credentials are not accepted", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(401);
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const file = await kubeconfig(`http://127.0.0.1:${port}`);
    await refuses(
      ["probe", "-o", folder, "--kubeconfig", file],
      /does not accept the kubeconfig's credentials \(HTTP 401\)/,
      {},
      started,
    );
    server.closeAllConnections();
    server.close();
  });

  it("says which key of the configuration is wrong, and where it stands", async () => {
    const file = join(folder, "config.yaml");
    await writeFile(file, "imag: a:1\n");
    await refuses(["probe", "-o", folder, "--config", file], /config\.yaml: the key "imag" is not known/);
    await refuses(["probe", "-o", folder, "--image", "not an image"], /command line: image: /);
    await refuses(["probe", "-o", folder], /environment variable DVS_DEADLINE: deadline/, {
      DVS_DEADLINE: "soon",
    });
  });

  it("says that the result cannot be written, before anything is made in the cluster", async () => {
    const file = await kubeconfig("https://127.0.0.1:1");
    await refuses(
      ["probe", "-o", join(file, "below"), "--kubeconfig", file],
      /the result cannot be written: .* choose another folder/,
    );
  });

  it("says what a wrong command line lacks", async () => {
    await refuses(["probe"], /output[\s\S]*See dvs probe --help/);
    await refuses(["probe", "-o", folder, "--nope"], /nope[\s\S]*See dvs probe --help/);
    await refuses([], /Which command\?/);
  });

  it("shows where it happened only when asked", async () => {
    const { said } = await run(["probe", "-o", folder, "--debug"]);
    assert.match(said, /\n\s+at /);
  });
});
