/**
 * Runs a command line as this process: its arguments, its exit code.
 * @param main takes the arguments and gives the exit code
 */
export async function asProgram(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  // whoever reads may have seen enough, as head has; what was left out may have mattered
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(2);
  });
  process.exitCode = await main(process.argv.slice(2));
}
