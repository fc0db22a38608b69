import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * An entry of the bundle that another thread or process starts with: beside this module or one folder up; run from source,
 * that of the last build.
 * @param name such as `worker.js`. @throws {Error} if it is not there.
 */
export function bundledFile(name: string): string {
  const places = import.meta.url.endsWith(".ts") ? [`../../dist/${name}`] : [`./${name}`, `../${name}`];
  for (const place of places) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new Error(`dist/${name} is missing: run \`npm run build\``);
}
