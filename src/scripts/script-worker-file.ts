import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `script-worker.js` of the bundle: beside this module or one folder up; run from source, that of the last build. */
export function scriptWorkerFile(): string {
  const name = "script-worker.js";
  const places = import.meta.url.endsWith(".ts") ? [`../../dist/${name}`] : [`./${name}`, `../${name}`];
  for (const place of places) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new Error(`dist/${name} is missing: run \`npm run build\``);
}
