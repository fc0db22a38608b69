import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempFolder } from "./temp-folder.js";

/** Files by path: their text or bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder in a home of its own: nothing of the developer's git, AWS or mlx configuration reaches it. */
export class TestRepo {
  constructor(
    readonly root: string,
    readonly home: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  write(files: Files): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), content);
    }
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  exists(path: string): boolean {
    return existsSync(this.path(path));
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }

  /** Runs git here and returns what it printed, without the final newline. */
  git(...args: string[]): string {
    const options = { cwd: this.root, env: this.env, encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync("git", args, options).replace(/\n$/, "");
  }

  /** Commits everything. */
  commit(message = "change"): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** A clone beside this one, in the same home. */
  clone(...options: string[]): TestRepo {
    const root = join(tempFolder(), "clone");
    this.git("clone", "--quiet", ...options, `file://${this.root}`, root);
    return new TestRepo(root, this.home, this.env);
  }

  /** The same home, seen from another folder. */
  at(root: string): TestRepo {
    return new TestRepo(root, this.home, this.env);
  }
}

/** A folder that is not a repository. */
export function plainFolder(files: Files = {}): TestRepo {
  const base = tempFolder();
  const [root, home] = [join(base, "project"), join(base, "home")];
  mkdirSync(root);
  mkdirSync(join(home, ".config"), { recursive: true });
  const repo = new TestRepo(root, home, hermeticEnv(home));
  repo.write(files);
  return repo;
}

/** A new git repository on branch `main` with these files, not committed. */
export function gitRepo(files: Files = {}): TestRepo {
  const repo = plainFolder(files);
  repo.git("init", "--quiet", "--initial-branch", "main");
  return repo;
}

function hermeticEnv(home: string): NodeJS.ProcessEnv {
  const gitConfig = join(home, ".gitconfig");
  writeFileSync(
    gitConfig,
    '[user]\n\tname = Test Person\n\temail = test@example.com\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n',
  );
  return {
    PATH: process.env["PATH"],
    ...(process.env["SystemRoot"] !== undefined && { SystemRoot: process.env["SystemRoot"] }),
    ...(process.env["TMPDIR"] !== undefined && { TMPDIR: process.env["TMPDIR"] }),
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "AppData"),
    XDG_CONFIG_HOME: join(home, ".config"),
    GIT_CONFIG_GLOBAL: gitConfig,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(home, ".aws", "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, ".aws", "credentials"),
  };
}
