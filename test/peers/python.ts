import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A Python with MLflow's client: `$MLX_TEST_PYTHON`, else an environment made of requirements.txt. @throws {Error} as `pythonWith`. */
export function clientPython(): string {
  return process.env["MLX_TEST_PYTHON"] || pythonWith("mlflow", "requirements.txt");
}

/**
 * A Python environment that is made once of a file of requirements beside this one, and kept in the cache folder of `.ci/run`.
 * @throws {Error} if it cannot be made, with pip's words.
 */
export function pythonWith(name: string, file: string): string {
  const requirements = fileURLToPath(new URL(file, import.meta.url));
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const place = join(cache, "mlx-ci", `${name}-${key}`);
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
