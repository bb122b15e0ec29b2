import { createServer } from "node:net";

const attempts = 5;

/**
 * Starts a server on a free port, and again on another one when the first was taken in between.
 * @param start starts the server; when it finds the port taken, it throws an error that quotes the program's own
 * words, "address already in use"
 */
export async function onFreePort<Started>(
  start: (port: number) => Promise<Started>,
): Promise<{ readonly started: Started; readonly port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { started: await start(port), port };
    } catch (error) {
      const taken = error instanceof Error && error.message.includes("address already in use");
      if (!taken || attempt === attempts) throw error;
    }
  }
}

/**
 * A TCP port of 127.0.0.1 that was free a moment ago. Another program may take it before the caller binds it,
 * so whoever starts a server on it has to be ready to try again with another one.
 */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") {
    throw new Error("The operating system gave no free TCP port on 127.0.0.1.");
  }
  return address.port;
}
