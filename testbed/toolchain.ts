import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Go is needed to build the components, and it is not there or too old. The message says what to do. */
export class MissingToolchain extends Error {
  override readonly name = "MissingToolchain";
}

/**
 * What `go version` prints, which names the version, the operating system and the processor.
 * @param minimum the lowest version that will do, e.g. "1.26.0"
 * @throws MissingToolchain when there is no `go` on the PATH, or one older than `minimum`
 */
export async function goVersion(minimum: string): Promise<string> {
  const remedy = `Install Go ${minimum} or newer and put it on the PATH.`;
  let line: string;
  try {
    const { stdout } = await promisify(execFile)("go", ["version"], { env: goEnvironment() });
    line = stdout.trim();
  } catch (cause) {
    throw new MissingToolchain(
      `Building etcd and Kubernetes needs Go, and there is no working "go" on the PATH. ${remedy}`,
      { cause },
    );
  }
  if (compareVersions(/\bgo(\d[\d.]*)/.exec(line)?.[1] ?? minimum, minimum) < 0) {
    throw new MissingToolchain(`Building etcd and Kubernetes needs a newer Go than "${line}". ${remedy}`);
  }
  return line;
}

/** Has `go` use the installed toolchain, without C. */
export const goSettings = { CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOWORK: "off" } as const;

/** The environment for `go`: this process's own, with our settings. */
export function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, ...goSettings };
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < 3; i++) {
    const difference = Number(left[i] ?? 0) - Number(right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
