import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/**
 * A Python with MLflow's client: `$MLX_TEST_PYTHON`, else an environment made once of requirements.txt, kept in the
 * cache folder of `.ci/run`.
 * @throws {Error} if neither is possible, with pip's words.
 */
export function clientPython(): string {
  const given = process.env["MLX_TEST_PYTHON"];
  if (given) return given;
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const place = join(cache, "mlx-ci", `mlflow-${key}`);
  const python = (folder: string) =>
    process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  if (existsSync(join(place, "complete"))) return python(place);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(cache, "mlx-ci"), { recursive: true });
  execFileSync(process.platform === "win32" ? "python" : "python3", ["-m", "venv", place], {
    stdio: "inherit",
  });
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--requirement",
    requirements,
  ];
  execFileSync(python(place), pip, { stdio: "inherit" });
  mkdirSync(join(place, "making"));
  renameSync(join(place, "making"), join(place, "complete"));
  return python(place);
}
