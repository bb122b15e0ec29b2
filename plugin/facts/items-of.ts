import { z } from "zod";

const list = z.object({ items: z.array(z.unknown()) });

/** The items of a list that have the shape; none if it is no list. */
export function itemsOf<T>(answer: unknown, shape: z.ZodType<T>): T[] {
  const items = list.safeParse(answer).data?.items ?? [];
  return items.flatMap((item) => {
    const parsed = shape.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}
