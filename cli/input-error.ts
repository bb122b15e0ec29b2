/**
 * A mistake in what the user gave, said in a sentence that names it and what to do. Shown without a stack; exit code 2.
 * Everything else that is thrown is a bug and keeps its stack.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly exitCode = 2;
}
