import { version } from "#results";

/** The program as it names itself in reports. */
export const tool: { readonly name: string; readonly version: string } = { name: "dvs", version };
