// The temporary folder of a run: repositories, data, and an environment in which nothing of the user's is read.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top of this repository. */
export const packageRoot = fileURLToPath(new URL("..", import.meta.url));

export class Workplace {
  #repositories = 0;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "mlx-bench-"));
    const home = this.folder("home");
    writeFileSync(join(home, ".gitconfig"), "[user]\n\tname = Bench\n\temail = bench@example.com\n");
    this.env = {
      PATH: process.env.PATH,
      HOME: home,
      USERPROFILE: home,
      XDG_CONFIG_HOME: join(home, ".config"),
      TMPDIR: this.folder("tmp"),
      GIT_CONFIG_NOSYSTEM: "1",
      DVC_NO_ANALYTICS: "1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_REGION: "us-east-1",
      CI: "true",
    };
    this.mlx = [process.execPath, join(packageRoot, "bin", "mlx.js")];
  }

  /** Makes a folder. */
  folder(...parts) {
    const path = join(this.root, ...parts);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Makes an empty git repository. */
  repository() {
    const path = this.folder(`repository-${this.#repositories++}`);
    execFileSync("git", ["init", "--quiet", path], { env: this.env });
    return path;
  }

  /** Makes a repository that DVC has been set up in. */
  dvcRepository() {
    const path = this.repository();
    const dvc = (...args) => execFileSync("dvc", args, { cwd: path, env: this.env, stdio: "ignore" });
    dvc("init", "--quiet");
    dvc("config", "core.analytics", "false");
    dvc("config", "core.check_update", "false");
    dvc("config", "core.site_cache_dir", this.folder("dvc-site"));
    return path;
  }

  /** Makes a repository in which git-lfs takes all of `data`. */
  lfsRepository() {
    const path = this.repository();
    const git = (...args) => execFileSync("git", args, { cwd: path, env: this.env, stdio: "ignore" });
    git("lfs", "install", "--local");
    git("lfs", "track", "data/**");
    return path;
  }

  remove(path) {
    rmSync(path, { recursive: true, force: true });
  }

  dispose() {
    this.remove(this.root);
  }

  /** @throws if the disk has less than `bytes` free. */
  needDisk(bytes) {
    const { bavail, bsize } = statfsSync(this.root);
    if (bavail * bsize >= bytes) return;
    const [needed, free] = [bytes, bavail * bsize].map((size) => `${(size / 1e9).toFixed(1)} GB`);
    throw new Error(`${this.root} has ${free} free, and this needs ${needed}: set TMPDIR, or use --quick`);
  }

  /** Whether a program is on PATH. */
  has(program) {
    const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
    const folders = (process.env.PATH ?? "").split(delimiter);
    return folders.some((folder) => endings.some((ending) => existsSync(join(folder, program + ending))));
  }
}

/** Writes a file of random bytes. */
export function writeRandomFile(path, size) {
  const piece = 1 << 24;
  const file = openSync(path, "w");
  for (let done = 0; done < size; done += piece) writeSync(file, randomBytes(Math.min(piece, size - done)));
  closeSync(file);
}

/** Writes `count` files of random bytes in folders of 1,000; their paths, relative to `folder`. */
export function writeRandomFiles(folder, count, size) {
  const paths = [];
  for (let index = 0; index < count; index++) {
    const part = `part-${String(Math.floor(index / 1000)).padStart(3, "0")}`;
    if (index % 1000 === 0) mkdirSync(join(folder, part), { recursive: true });
    const path = `${part}/file-${String(index).padStart(6, "0")}.bin`;
    writeFileSync(join(folder, path), randomBytes(size));
    paths.push(path);
  }
  return paths;
}

/** Reads a file once, so that it is in the system's cache. */
export function warm(path) {
  const buffer = Buffer.allocUnsafeSlow(1 << 20);
  const file = openSync(path, "r");
  while (readSync(file, buffer) > 0);
  closeSync(file);
}
