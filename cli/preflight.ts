import type { Command } from "./command.ts";
export const preflight: Command<object> = {
  command: "preflight",
  describe: "x",
  builder: (y) => y,
  run: async () => 0,
};
