/**
 * Whether matrices are tried in full and fuzzing goes on for long, as `npm run test:long` has it. Else a share of them is
 * tried: the same one each time, or as many as a second allows, from a seed that a failure names.
 */
export const long: boolean = process.env["LONG"] === "all";
