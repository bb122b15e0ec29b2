/** npm run build: makes dist/, which the image copies. */
import { join } from "node:path";
import { bundle } from "./bundle/bundle.ts";

await bundle(join(import.meta.dirname, "../dist"));
