import type { ApiAnswer } from "../../plugin/api.ts";

/** Whether an answer is a refusal in which these words stand. */
export function deniedBy(words: string): (answer: ApiAnswer) => boolean {
  return ({ code, body }) => code >= 400 && JSON.stringify(body).includes(words);
}
