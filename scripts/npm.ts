/** npm run build:npm: makes dist/npm/, which is published for software suppliers (docs/pipelines.md). */
import { join } from "node:path";
import { npmPackage } from "./npm/npm-package.ts";

await npmPackage(join(import.meta.dirname, "../dist/npm"));
