import { z } from "zod";
import { cutText } from "#results";
import type { Packing, Slimmed } from "./archive.ts";
import type { Kept } from "./kept.ts";
import { memberNames } from "./member.ts";

/** Names are short, and few; these come from foreign files. */
const longestName = 100;
const mostPlugins = 20;

const name = z.string().overwrite((text) => cutText(text, longestName));
const configShape = z.object({ UUID: name.min(1), Version: name.optional() });
const infoShape = z.object({ plugins: z.array(name) });
const markShape = z.object({ packedBy: name.min(1) });
const slimmedShape = z.object({ version: name.min(1), cutOff: z.boolean().default(false) });

/** How an archive was packed; the mark of another program beats the facts that it may imitate. */
export function packingOf(kept: Kept): Packing {
  const mark = read(kept, memberNames.packedBy, markShape);
  if (mark !== undefined) return { by: "other", name: mark.packedBy };
  const config = read(kept, memberNames.config, configShape);
  if (config === undefined) return { by: "unknown" };
  const { UUID: uuid, Version: version } = config;
  return { by: "sonobuoy", uuid, ...(version !== undefined && { version }) };
}

/** The plugins that Sonobuoy says it ran; undefined if it says nothing. */
export function pluginsOf(kept: Kept): readonly string[] | undefined {
  return read(kept, memberNames.info, infoShape)?.plugins.slice(0, mostPlugins);
}

/** The mark of an archive that `dvs slim` made. */
export function slimmedOf(kept: Kept): Slimmed | undefined {
  return read(kept, memberNames.slimmed, slimmedShape);
}

/** A member as JSON of a shape; these facts are beside the result, so what cannot be read counts as absent. */
function read<T extends z.ZodType>(kept: Kept, name: string, shape: T): z.infer<T> | undefined {
  const bytes = kept.get(name);
  if (bytes === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
