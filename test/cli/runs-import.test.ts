import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cachedObjects, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { addRun, contentsOf, type SampleRun } from "../support/run-ledger.js";
import { tempFolder } from "../support/temp-folder.js";

/** Exports the runs of a repository to a file of its own. */
async function exported(repo: TestRepo, options: readonly string[] = []): Promise<string> {
  const file = join(tempFolder(), "team.mlxruns");
  await must(repo, ["runs", "export", "--all", "--output", file, ...options]);
  return file;
}

async function repoWith(...samples: SampleRun[]): Promise<TestRepo> {
  const repo = gitRepo();
  for (const sample of samples) await addRun(repo, sample);
  return repo;
}

/** A copy of a bundle file with other lines. */
function changed(file: string, change: (lines: string[]) => string[]): string {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
  const path = join(tempFolder(), "changed.mlxruns");
  writeFileSync(path, gzipSync(`${change(lines).join("\n")}\n`));
  return path;
}

describe("runs import", () => {
  test("takes runs in; importing twice changes nothing", async () => {
    const source = await repoWith(
      { name: "a", metrics: { loss: [1, 0.5] } },
      { name: "b", params: { lr: "0.1" } },
    );
    const file = await exported(source);
    const repo = gitRepo();
    expect((await mlx(repo, ["runs", "import", file])).stdout).toBe("imported 2 runs\n");
    expect((await mlx(repo, ["runs", "import", file, "--json"])).json).toMatchObject({
      added: 0,
      unchanged: 2,
    });
    expect(await contentsOf(repo)).toEqual(await contentsOf(source));
  });

  test("two ledgers imported in either order give the same content", async () => {
    const one = await repoWith({ name: "a" }, { name: "shared", tags: { team: "x" } });
    const two = await repoWith({ name: "b", experiment: "digits" }, { name: "shared", tags: { team: "x" } });
    const files = [await exported(one), await exported(two)];
    await must(two, "runs tag shared note=later");
    await must(one, "runs rm shared");
    files.push(await exported(one), await exported(two));
    const orders = [files, [...files].reverse(), [files[2], files[0], files[3], files[1]]];
    const results: string[][] = [];
    for (const order of orders) {
      const repo = gitRepo();
      for (const file of order) await must(repo, ["runs", "import", file ?? ""]);
      results.push(await contentsOf(repo));
    }
    expect(results[0]).toHaveLength(3);
    expect(results[0]?.join("")).toContain("later");
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test("annotations merge: the later name, tag and deletion win on either side", async () => {
    const [one, two] = [
      await repoWith({ name: "run", seed: "x" }),
      await repoWith({ name: "run", seed: "x" }),
    ];
    await must(one, "runs tag run note=first");
    await must(two, "runs tag run note=second");
    const [first, second] = [await exported(one), await exported(two)];
    expect((await mlx(one, ["runs", "import", second, "--json"])).json).toMatchObject({ merged: 1 });
    await must(two, ["runs", "import", first]);
    expect(await contentsOf(one)).toEqual(await contentsOf(two));
    expect((await contentsOf(one)).join("")).toContain("second");
  });

  test("the same id with other content is refused and named; the others are taken in", async () => {
    const source = await repoWith(
      { name: "run", metrics: { loss: [1, 2, 3] }, params: { lr: "1" } },
      { name: "new" },
    );
    const repo = await repoWith({ name: "run", metrics: { loss: [1, 2] }, params: { lr: "2" } });
    const before = await contentsOf(repo);
    const result = await mlx(repo, ["runs", "import", await exported(source), "--json"]);
    expect(result.code).toBe(3);
    expect(result.json).toMatchObject({
      added: 1,
      refused: [{ reason: expect.stringContaining("metric loss: 2 points here, 3 there") }],
    });
    expect(result.error).toMatchObject({ code: "MLX_RUN_CONFLICT", exitCode: 3 });
    expect(result.error.message).toContain('param lr: "2" here, "1" there');
    expect(await contentsOf(repo)).toEqual(expect.arrayContaining(before));
  });

  test("a dry run says what would happen and changes nothing", async () => {
    const source = await repoWith(
      { name: "run", metrics: { loss: [1] } },
      { name: "new", artifacts: { m: "bytes" } },
    );
    const repo = await repoWith({ name: "run", metrics: { loss: [2] } });
    const before = await contentsOf(repo);
    const file = await exported(source, ["--artifacts"]);
    const { code, json } = await mlx(repo, ["runs", "import", file, "--dry-run", "--json"]);
    expect(code).toBe(3);
    expect(json).toMatchObject({
      dryRun: true,
      added: 1,
      refused: [{ reason: expect.stringContaining("metric loss: other values") }],
    });
    expect(await contentsOf(repo)).toEqual(before);
    expect(cachedObjects(repo)).toEqual([]);
  });

  test("- reads standard input and writes standard output", async () => {
    const source = await repoWith({ name: "a" });
    const file = await exported(source);
    const repo = gitRepo();
    const { stdout, code } = await mlx(source, "runs export --all --output -");
    expect(code).toBe(0);
    expect(stdout.charCodeAt(0)).toBe(31);
    const folder = await mlx(repo, "runs import -", { stdin: "not gzip" });
    expect(folder.stderr).toContain("-:1:1: it is not a file of runs");
    expect((await mlx(repo, ["runs", "import", file, "--json"])).json).toMatchObject({ added: 1 });
  });

  test("objects that are named and nowhere are told", async () => {
    const source = await repoWith({ artifacts: { "model.bin": "weights" } });
    const { stderr } = await mlx(gitRepo(), ["runs", "import", await exported(source)]);
    expect(stderr).toContain("1 object that these runs name is not here");
  });
});

describe("a damaged file of runs changes nothing", () => {
  type Change = (lines: string[]) => string[];
  const swap =
    (from: RegExp, to: string): Change =>
    (lines) =>
      lines.map((line) => line.replace(from, to));
  const cases: readonly (readonly [string, string, Change])[] = [
    ["without its end", ":5:1: it is cut short", (lines) => lines.slice(0, -1)],
    [
      "without a run",
      "lines are missing before the end",
      (lines) => lines.filter((line) => !line.includes('"lr"')),
    ],
    [
      "with something after its end",
      "there is something after the end",
      (lines) => [...lines, lines[1] ?? ""],
    ],
    ["without a header", ":1:1: it does not begin with the header", (lines) => lines.slice(1)],
    ["of a newer version", "its format is version 2", swap(/"version": 1/, '"version": 2')],
    ["with a changed parameter", "digest", swap(/"lr": "0.1"/, '"lr": "0.2"')],
    ["with changed bytes", "are damaged", swap(/d2VpZ2h0cw==/, "d2VpZ2h0cQ==")],
    ["with a piece that lacks", "is not of its size", swap(/"data": "[^"]+"/, '"data": ""')],
    ["with a path that leads out", "path", swap(/"path": "model.bin"/, '"path": "../../model.bin"')],
    ["with a line that is no JSON", ":3:1: it is not JSON", (lines) => lines.with(2, "{")],
    [
      "nested too deeply",
      ":3:1: it is nested too",
      (lines) => lines.with(2, `${"[".repeat(1e5)}${"]".repeat(1e5)}`),
    ],
    ["with a line of another kind", "unknown kind", (lines) => lines.with(2, '{"evil": 1}')],
  ];

  test.each(cases)("%s", async (_, message, change) => {
    const source = await repoWith(
      { name: "a", artifacts: { "model.bin": "weights" } },
      { name: "b", params: { lr: "0.1" } },
    );
    const file = changed(await exported(source, ["--artifacts"]), change);
    const repo = await repoWith({ name: "mine" });
    const before = await contentsOf(repo);
    const good = await exported(await repoWith({ name: "good" }));
    const { code, stderr, stdout } = await mlx(repo, ["runs", "import", good, file]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("changed.mlxruns:");
    expect(stderr).toContain(message);
    expect(await contentsOf(repo)).toEqual(before);
    expect(cachedObjects(repo)).toEqual([]);
  });

  test("cut in the middle of its compressed bytes", async () => {
    const file = await exported(await repoWith({ name: "a" }));
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 20));
    const { error } = await mlx(gitRepo(), ["runs", "import", file, "--json"]);
    expect(error).toMatchObject({ code: "MLX_INVALID_BUNDLE", exitCode: 3 });
    expect(error.message).toContain("it is cut short");
  });

  test("absent", async () => {
    expect((await mlx(gitRepo(), "runs import nothing.mlxruns --json")).error).toMatchObject({ exitCode: 3 });
  });
});
