import { z } from "zod";

/** A Status object of the API server (meta/v1), as far as it matters here. */
export interface ApiStatus {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** `pods` in a refusal by admission, `Pod` in one by validation. */
  readonly kind: string;
  readonly causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const shape = z.object({
  reason: text,
  message: text,
  details: z
    .object({ kind: text, causes: z.array(z.object({ reason: text, message: text, field: text })).nullish() })
    .nullish(),
});

/** Characters of a message that are looked at: engines that list every violation need some thousands. */
const longest = 65_536;

/** The Status in an answer's body; a body of another kind becomes its message. */
export function apiStatus(code: number, body: unknown): ApiStatus {
  const parsed = shape.safeParse(body);
  if (!parsed.success) {
    const message = typeof body === "string" ? body : JSON.stringify(body);
    return { code, reason: "", message: message.slice(0, 2000), kind: "", causes: [] };
  }
  const { reason, message, details } = parsed.data;
  return {
    code,
    reason,
    message: message.slice(0, longest),
    kind: details?.kind ?? "",
    causes: details?.causes ?? [],
  };
}
