// Finds actionlint, or what can install it. Used by the tests and by the configuration that leaves them out.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export const actionlintVersion = "v1.7.12";
const source = `github.com/rhysd/actionlint/cmd/actionlint@${actionlintVersion}`;

/** Where it is kept once it was installed: the cache folder of `.ci/run`. */
function place() {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(cache, "mlx-ci", `actionlint-${actionlintVersion}`);
}

/** `$MLX_TEST_ACTIONLINT`, one on PATH, or the one that was installed; undefined where there is none. */
export function findActionlint() {
  const installed = join(place(), process.platform === "win32" ? "actionlint.exe" : "actionlint");
  const candidates = [process.env.MLX_TEST_ACTIONLINT, "actionlint", installed].filter(Boolean);
  return candidates.find((program) =>
    program === installed
      ? existsSync(program)
      : spawnSync(program, ["-version"], { stdio: "ignore" }).error === undefined,
  );
}

/** Whether it is there, or Go could install it. */
export function canHaveActionlint() {
  return (
    findActionlint() !== undefined || spawnSync("go", ["version"], { stdio: "ignore" }).error === undefined
  );
}

/** Its path. @throws {Error} if Go cannot install it. */
export function requireActionlint() {
  const found = findActionlint();
  if (found !== undefined) return found;
  const env = { ...process.env, GOBIN: place() };
  const { status } = spawnSync("go", ["install", source], { env, stdio: "inherit" });
  const installed = findActionlint();
  if (status !== 0 || installed === undefined) throw new Error(`go install ${source} failed`);
  return installed;
}
