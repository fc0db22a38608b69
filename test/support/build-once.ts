import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Builds dist/ before the tests: workers and the binary run from there. `MLX_TEST_BUILD=no` uses what was built last.
 */
export function setup(): void {
  if (process.env["MLX_TEST_BUILD"] === "no") return;
  const script = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));
  execFileSync(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"] });
}
