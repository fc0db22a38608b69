import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load-config.js";
import { MlxError } from "../../../src/core/errors.js";
import { tempFolder } from "../../support/temp-folder.js";

interface Sources {
  readonly user?: string;
  readonly project?: string;
  readonly local?: string;
  readonly env?: Record<string, string>;
}

function load(sources: Sources) {
  const base = tempFolder();
  const root = join(base, "repo");
  const write = (path: string, text: string | undefined): void => {
    if (text === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  mkdirSync(root);
  write(join(base, "xdg", "mlx", "config.yaml"), sources.user);
  write(join(root, "mlx.yaml"), sources.project);
  write(join(root, ".mlx", "config.local.yaml"), sources.local);
  const workspace = { root, mainRoot: root, sharedDir: join(root, ".mlx") };
  const env = { HOME: join(base, "home"), XDG_CONFIG_HOME: join(base, "xdg"), ...sources.env };
  return { base, root, result: loadConfig({ workspace, env, cwd: root }) };
}

async function failure(sources: Sources): Promise<MlxError> {
  const error: unknown = await load(sources).result.catch((thrown: unknown) => thrown);
  if (error instanceof MlxError) return error;
  throw new Error(`expected an MlxError, got ${String(error)}`);
}

async function problems(project: string): Promise<string[]> {
  const error = await failure({ project });
  return error.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

describe("precedence", () => {
  test("without any source the defaults hold", async () => {
    const { config } = await load({}).result;
    expect(config).toEqual({
      remotes: {},
      cache: { link: ["reflink", "copy"], group: false },
      transfer: { stallTimeout: 30 },
      runs: { env: [], logLimit: 10e6, snapshotLimit: 50e6, artifacts: "all" },
      prompts: { lint: { rules: {} }, gates: {} },
      models: {},
    });
  });

  test.each([
    ["user configuration", { user: "transfer: {jobs: 1}" }, 1],
    ["mlx.yaml over user configuration", { user: "transfer: {jobs: 1}", project: "transfer: {jobs: 2}" }, 2],
    ["the local file over mlx.yaml", { project: "transfer: {jobs: 2}", local: "transfer: {jobs: 3}" }, 3],
    ["the environment over every file", { local: "transfer: {jobs: 3}", env: { MLX_TRANSFER_JOBS: "4" } }, 4],
  ])("%s", async (_title, sources, jobs) => {
    expect((await load(sources).result).config.transfer.jobs).toBe(jobs);
  });

  test("a stronger file replaces single settings, not whole sections", async () => {
    const { config } = await load({
      project: "cache: {link: symlink, group: true}",
      local: "cache: {link: [hardlink, copy]}",
    }).result;
    expect(config.cache).toEqual({ link: ["hardlink", "copy"], group: true });
  });

  test("a remote without a URL refines the weaker file's remote, one with a URL starts anew", async () => {
    const project = "remotes: {a: {url: s3://one, region: eu-west-1}, b: {url: s3://two, region: eu-west-1}}";
    const local = "remotes: {a: {profile: mine}, b: {url: s3://three}}";
    const { config } = await load({ project, local }).result;
    expect(config.remotes["a"]).toMatchObject({
      url: "s3://one",
      region: "eu-west-1",
      profile: "mine",
      source: "mlx.yaml",
    });
    expect(config.remotes["b"]).toEqual({
      url: "s3://three",
      written: "s3://three",
      source: ".mlx/config.local.yaml",
    });
  });
});

describe("the settings of runs", () => {
  test("sizes are numbers of bytes or texts, one name of a variable is a list of it", async () => {
    const project =
      "runs: {logLimit: 1 MiB, snapshotLimit: 5000, env: CUDA_*, experiment: churn, artifacts: shared}";
    expect((await load({ project }).result).config.runs).toEqual({
      ...{ logLimit: 1024 * 1024, snapshotLimit: 5000, env: ["CUDA_*"] },
      ...{ experiment: "churn", artifacts: "shared" },
    });
  });

  test("the environment gives them, too", async () => {
    const env = { MLX_RUNS_ENV: "LANG, CUDA_*", MLX_RUNS_LOG_LIMIT: "2 MB", MLX_RUNS_SNAPSHOT_LIMIT: "0" };
    expect((await load({ env }).result).config.runs).toMatchObject({
      ...{ env: ["LANG", "CUDA_*"], logLimit: 2e6, snapshotLimit: 0 },
    });
  });

  test("what is no size is told with its place", async () => {
    expect(await problems("runs:\n  logLimit: plenty\n")).toEqual([
      expect.stringMatching(
        /^mlx\.yaml:2:13: runs\.logLimit: must be a number of bytes, or a size such as 10 MB/,
      ),
    ]);
  });

  test("what mlx run sets for its command is no misspelt setting", async () => {
    const env = { MLX_RUN_ID: "x", MLX_RUN_ROOT: "/", MLX_METRICS_FILE: "/x" };
    expect((await load({ env }).result).warnings).toEqual([]);
  });
});

describe("paths", () => {
  test("relative paths start from the file that holds them, the local file's from the repository's top", async () => {
    const { base, root, result } = load({
      user: "remotes: {mine: {url: store}}",
      project: "remotes: {shared: {url: ../store}}\ncache: {dir: cache}",
      local: "remotes: {near: {url: ./near}, home: {url: ~/store}, url: {url: file:///srv/store}}",
    });
    const { config } = await result;
    const urls = Object.fromEntries(Object.entries(config.remotes).map(([name, { url }]) => [name, url]));
    expect(urls).toEqual({
      mine: join(base, "xdg", "mlx", "store"),
      shared: join(base, "store"),
      near: join(root, "near"),
      home: join(base, "home", "store"),
      url: "file:///srv/store",
    });
    expect(config.cache.dir).toBe(join(root, "cache"));
    expect(config.remotes["shared"]?.written).toBe("../store");
  });

  test("a relative folder in the environment starts from the working folder", async () => {
    const { root, result } = load({ env: { MLX_CACHE_DIR: "elsewhere" } });
    expect((await result).config.cache.dir).toBe(join(root, "elsewhere"));
  });
});

describe("problems", () => {
  test("all problems of all files are told at once, each where it stands", async () => {
    const error = await failure({
      user: "cach: {}\n",
      project:
        "version: 1\nremotes:\n  origin:\n    url: s3://bucket\n    regoin: eu\ntransfer:\n  jobs: many\n",
      local: "cache:\n  link: [reflnk]\n  group: 3\n",
    });
    expect(error.code).toBe("MLX_INVALID_CONFIG");
    expect(error.exitCode).toBe(2);
    const found = error.problems.map(({ line, column, message }) => [line, column, message]);
    expect(found).toEqual([
      [1, 1, 'unknown key "cach"; did you mean cache?'],
      [5, 5, 'unknown key "regoin" in remotes.origin; did you mean region?'],
      [7, 9, 'transfer.jobs: expected a number, found "many"'],
      [
        2,
        10,
        'cache.link: expected one of reflink, copy, hardlink, symlink, found "reflnk"; did you mean reflink?',
      ],
      [3, 10, "cache.group: expected true or false, found 3"],
    ]);
  });

  test.each([
    ["an empty file", ""],
    ["a file of comments", "# nothing yet\n"],
    ["keys whose lines are commented out", "remotes:\n#  origin:\ncache:\n"],
  ])("%s is fine", async (_title, project) => {
    expect((await load({ project }).result).config.remotes).toEqual({});
  });

  test("an unknown key far from every known one lists what is known", async () => {
    expect(await problems("cache:\n  colour: red\n")).toEqual([
      'mlx.yaml:2:3: unknown key "colour" in cache; known are: dir, link, group',
    ]);
  });

  test("a key that is given twice", async () => {
    expect(await problems("cache:\n  group: true\n  group: false\n")).toEqual([
      'mlx.yaml:3:3: the key "group" is given twice; keep one',
    ]);
  });

  test("a tab that indents", async () => {
    expect((await problems("cache:\n\tgroup: true\n"))[0]).toMatch(/^mlx\.yaml:2:1: a tab is used to indent/);
  });

  test("text that is no YAML", async () => {
    expect((await problems("remotes: {origin: [\n"))[0]).toMatch(/^mlx\.yaml:\d+:\d+: invalid YAML: /);
  });

  test("a list where a mapping belongs", async () => {
    expect(await problems("- a\n")).toEqual([
      'mlx.yaml:1:1: expected a mapping of keys to values, found ["a"]',
    ]);
  });

  test("a version of the future", async () => {
    expect((await problems("version: 2\n"))[0]).toMatch(
      /^mlx\.yaml:1:10: version: this mlx understands version 1/,
    );
  });

  test("a number out of range", async () => {
    expect(await problems("transfer: {jobs: 0}\n")).toEqual([
      "mlx.yaml:1:18: transfer.jobs: must be at least 1, found 0",
    ]);
  });

  test("a remote without a URL anywhere", async () => {
    expect(await problems("remotes:\n  origin:\n    region: eu\n")).toEqual([
      "mlx.yaml:2:3: remotes.origin: url is missing",
    ]);
  });

  test("a remote with a bad name", async () => {
    expect((await problems('remotes:\n  "a b": {url: s3://x}\n'))[0]).toMatch(
      /^mlx\.yaml:2:3: "a b": a remote's name is/,
    );
  });

  test("a default remote that does not exist", async () => {
    expect(await problems("remotes: {origin: {url: /x}}\ndefaultRemote: orign\n")).toEqual([
      'mlx.yaml:2:16: defaultRemote: there is no remote "orign"; did you mean origin?',
    ]);
  });

  test("aliases that multiply without end are refused", async () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 0; level < 8; level++) {
      const [name, before] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)];
      lines.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`);
    }
    expect((await problems(`${lines.join("\n")}\n`))[0]).toContain("too many aliases");
  });
});

describe("credentials", () => {
  test.each(["accessKeyId", "secretAccessKey", "aws_secret_access_key", "token", "password"])(
    "%s in a file is refused without repeating its value",
    async (key) => {
      const error = await failure({
        project: `remotes:\n  o:\n    url: s3://b\n    ${key}: hunter2-hunter2\n`,
      });
      expect(error.message).toBe(`${key}: credentials do not belong into configuration; remove it`);
      expect(error.at).toMatchObject({ line: 4, column: 5 });
      expect(error.hint).toContain("AWS chain");
      expect(JSON.stringify(error.problems)).not.toContain("hunter2");
    },
  );

  test("a URL with a password is refused without repeating it", async () => {
    const error = await failure({ project: "remotes: {o: {url: 's3://me:hunter2@bucket'}}\n" });
    expect(error.message).toContain("remotes.o.url: credentials do not belong into a URL");
    expect(error.message).not.toContain("hunter2");
  });
});

describe("environment", () => {
  test("every kind of setting can be given", async () => {
    const env = {
      MLX_DEFAULT_REMOTE: "b",
      MLX_CACHE_LINK: "hardlink, copy",
      MLX_CACHE_GROUP: "1",
      MLX_TRANSFER_STALL_TIMEOUT: "5",
    };
    const { config, warnings } = await load({ project: "remotes: {a: {url: /a}, b: {url: /b}}", env }).result;
    expect(config).toMatchObject({
      defaultRemote: "b",
      cache: { link: ["hardlink", "copy"], group: true },
      transfer: { stallTimeout: 5 },
    });
    expect(warnings).toEqual([]);
  });

  test("wrong values are told together by the names of their variables", async () => {
    const error = await failure({ env: { MLX_TRANSFER_JOBS: "lots", MLX_CACHE_LINK: "copi" } });
    expect(error.message).toContain('MLX_TRANSFER_JOBS: expected a number, found "lots"');
    expect(error.message).toContain("MLX_CACHE_LINK: expected one of reflink, copy, hardlink, symlink");
  });

  test("a misspelt variable is a warning with what was probably meant; others are left alone", async () => {
    const env = { MLX_TRANSFER_JOB: "4", MLX_SOMETHING_ELSE: "1" };
    const { warnings } = await load({ env }).result;
    expect(warnings).toEqual([
      { message: "MLX_TRANSFER_JOB is no setting of mlx", hint: "did you mean MLX_TRANSFER_JOBS?" },
    ]);
  });

  test("an unknown default remote names the variable", async () => {
    const error = await failure({
      env: { MLX_DEFAULT_REMOTE: "nas" },
      project: "remotes: {origin: {url: /a}}",
    });
    expect(error.message).toBe('MLX_DEFAULT_REMOTE: there is no remote "nas"; there are origin');
  });
});
