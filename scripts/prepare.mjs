// Builds after an installation. `npm install --global git+…`, by which the pre-commit framework installs, runs this without
// having installed anything (https://github.com/npm/cli/issues/8440): then what the build needs is brought first.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (!isInstalled("esbuild")) {
  // The outer npm's settings, --global above all, are not for this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)));
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  const [program, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  // Standard output is read by whoever calls `npm pack`.
  execFileSync(program, [...first, ...args], { cwd: root, env, stdio: ["ignore", 2, 2] });
}
await import("./build.mjs");

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
