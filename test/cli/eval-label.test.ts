import { existsSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/main.js";
import { judgedProject, judgedSuite } from "../support/evals/judged-project.js";
import { mlx } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";

const file = "evals/labels/kind.jsonl";

/** 30 answers, of which the judge rejects 6. */
const said = Array.from({ length: 30 }, (_, index) => (index % 5 === 0 ? "bad" : "good"));

async function judged(answers: readonly string[] = said, files = {}): Promise<TestRepo> {
  const repo = judgedProject(answers, files);
  await mlx(repo, "eval run kind");
  return repo;
}

interface Row {
  readonly id: string;
  readonly label: unknown;
}

function rowsIn(repo: TestRepo, path = file): readonly (Row & Record<string, unknown>)[] {
  return repo
    .read(path)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** A terminal whose keys a test presses one by one, each when the screen asks for the next; and how many labels were on disk then. */
async function typed(repo: TestRepo, command: readonly string[], keys: readonly string[]) {
  const raw: boolean[] = [];
  const onDisk: number[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => raw.push(on),
  });
  let screen = "";
  const waiting = [...keys];
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      screen += String(chunk);
      if (/q {1,2}quit|is no key|first one/.test(String(chunk))) {
        onDisk.push(existsSync(join(repo.root, file)) ? rowsIn(repo).length : 0);
        const key = waiting.shift();
        if (key !== undefined) setImmediate(() => stdin.write(key));
      }
      done();
    },
  });
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
  const code = await run({
    ...{ argv: [...command], env: repo.env, cwd: repo.root, stdout, stderr, stdin },
    selfCommand: [process.execPath],
  });
  return { code, screen, raw, onDisk, left: waiting.length };
}

const label = ["eval", "label", "kind"];

describe("eval label", () => {
  test("takes one key an answer, puts each label on disk at once, and gives the terminal back", async () => {
    const repo = await judged();
    const { code, screen, raw, onDisk } = await typed(
      repo,
      [...label, "--sample", "10"],
      ["p", "f", "\rP", "q"],
    );
    expect(code).toBe(0);
    expect(raw).toEqual([true, false]);
    expect(onDisk).toEqual([0, 1, 2, 3]);
    expect(rowsIn(repo).map((row) => row.label)).toEqual(["pass", "fail", "pass"]);
    expect(rowsIn(repo)[0]).toEqual({
      ...{ id: expect.stringMatching(/^c\d+$/), prompt: expect.any(String), provider: "cases.jsonl" },
      ...{ grader: "llm-rubric", outputDigest: expect.stringMatching(/^[0-9a-f]{16}$/), label: "pass" },
      ...{ by: expect.stringContaining("@"), time: expect.stringMatching(/Z$/) },
    });
    expect(screen).toContain("3 labels added to evals/labels/kind.jsonl, which has 3 of 10");
  });

  test("shows what was asked, the answer and the rubric, and nothing of the judge or of who answered", async () => {
    const repo = await judged();
    const { screen } = await typed(repo, [...label, "--sample", "2"], ["p", "p"]);
    expect(screen).toMatch(
      /asked\n {2}question \d+\n\nanswer\n {2}says (?:good|bad)\n\njudge it by this\n {2}Is kind to question \d+\./,
    );
    expect(screen).not.toMatch(/it is (?:kind|rude)|0\.9|0\.1|passed|failed|cases\.jsonl|judge\.mjs|c\d/);
    expect(screen).toContain(
      "see what the judge is worth: mlx eval judge kind --labels evals/labels/kind.jsonl",
    );
  });

  test("goes back to label otherwise, skips, helps, and names a key that is none", async () => {
    const repo = await judged();
    const keys = ["b", "p", "p", "b", "f", "?", "x", "s", "b", "b", "s", "q"];
    const { screen, left } = await typed(repo, [...label, "--sample", "5"], keys);
    expect(left).toBe(0);
    expect(rowsIn(repo).map((row) => row.label)).toEqual(["pass", "fail"]);
    expect(screen).toContain("this is the first one");
    expect(screen).toContain("you said fail; s leaves it");
    expect(screen).toContain("x is no key here");
    expect(screen).toContain("back to the one before");
  });

  test("goes on where it stopped, after Ctrl-C too", async () => {
    const repo = await judged();
    const stopped = await typed(repo, [...label, "--sample", "6"], ["p", "p", "\u0003"]);
    expect([stopped.code, stopped.raw.at(-1)]).toEqual([130, false]);
    const first = rowsIn(repo).map(({ id }) => id);
    const { screen } = await typed(repo, [...label, "--sample", "6"], ["f", "f", "f", "f"]);
    expect(screen).toContain(" 3 of 6 ");
    const all = rowsIn(repo);
    expect(all.map((row) => row.label)).toEqual(["pass", "pass", "fail", "fail", "fail", "fail"]);
    expect(all.slice(0, 2).map(({ id }) => id)).toEqual(first);
    expect(new Set(all.map(({ id }) => id)).size).toBe(6);
    const done = await mlx(repo, [...label, "--sample", "6", "--stdin", "--json"]);
    expect(done.json).toMatchObject({ labelled: 0, left: 0, before: 6 });
  });

  test("draws half of what the judge rejected, as far as there is, the same for a seed", async () => {
    const repo = await judged();
    const ids = async (more: string) => {
      const out = `labels-${more.replace(/\W+/g, "")}.jsonl`;
      await mlx(repo, `eval label kind --out ${out} --stdin ${more}`, { stdin: "p\n".repeat(60) });
      return rowsIn(repo, out).map(({ id }) => id);
    };
    const eight = await ids("--sample 8");
    expect(eight.filter((id) => Number(id.slice(1)) % 5 === 0)).toHaveLength(4);
    const twenty = await ids("--sample 20");
    expect(twenty.filter((id) => Number(id.slice(1)) % 5 === 0)).toHaveLength(6);
    expect(twenty).toHaveLength(20);
    expect(await ids("--sample 99")).toHaveLength(30);
    expect(await ids("--sample 8 --seed mlx")).toEqual(eight);
    expect(await ids("--sample 8 --seed other")).not.toEqual(eight);
  });

  test("labels on a scale, which eval judge reads", async () => {
    const repo = await judged();
    const { code } = await mlx(repo, "eval label kind --scale 1..5 --sample 20 --stdin", {
      stdin: "5\n1\n2\n4\n3\n".repeat(4),
    });
    expect(code).toBe(0);
    const { json } = await mlx(repo, `eval judge kind --labels ${file} --json`);
    expect(Object(json["judges"])[0]).toMatchObject({
      n: 20,
      scale: "1..5",
      weights: "linear",
      grader: "llm-rubric",
    });
    const other = await mlx(repo, "eval label kind --stdin --json", { stdin: "p\n" });
    expect([other.code, other.error.code]).toEqual([2, "MLX_INVALID_LABELS"]);
    expect(rowsIn(repo)).toHaveLength(20);
  });

  test("keeps what is in the file, also where its last line has no end", async () => {
    const own = '{"id":"c0","label":"fail"}\n{"id":"c1","label":"pass"}';
    const repo = await judged(said, { [file]: own });
    await mlx(repo, "eval label kind --sample 4 --stdin", { stdin: "p\nq\n" });
    expect(repo.read(file).startsWith(`${own}\n{"id":"c`)).toBe(true);
    expect(rowsIn(repo)).toHaveLength(3);
  });

  test("a file whose labels are none is refused with the place, and left alone", async () => {
    const torn = '{"id":"c0","label":"fail"}\n{"id":"c1","la';
    const repo = await judged(said, { [file]: torn });
    const { code, error } = await mlx(repo, "eval label kind --stdin --json", { stdin: "p\n" });
    expect([code, error.code]).toEqual([2, "MLX_INVALID_LABELS"]);
    expect(JSON.stringify(error.problems)).toContain('"line":2');
    expect(repo.read(file)).toBe(torn);
  });

  test("needs a terminal, or lines of a script; other bad requests are told, too", async () => {
    const repo = await judged();
    const refused = async (command: string) => {
      const { code, error } = await mlx(repo, `eval label kind ${command} --json`, { stdin: "p\n" });
      return [code, error.code];
    };
    const plain = await mlx(repo, "eval label kind");
    expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining("standard input is no terminal")]);
    expect(await refused("")).toEqual([2, "MLX_USAGE"]);
    expect(await refused("--stdin --scale 1..10")).toEqual([2, "MLX_USAGE"]);
    expect(await refused("--stdin --scale good")).toEqual([2, "MLX_USAGE"]);
    expect(await refused("--stdin --sample 0")).toEqual([2, "MLX_USAGE"]);
    expect(await refused("--stdin --out labels.csv")).toEqual([2, "MLX_LABELS_FILE"]);
    expect(await refused("--stdin --out ../labels.jsonl")).toEqual([2, "MLX_OUTSIDE_REPOSITORY"]);
    expect(await refused("--stdin --grader other")).toEqual([2, "MLX_JUDGE_GRADER"]);
    expect(existsSync(join(repo.root, file))).toBe(false);
    repo.write({ "evals/kind.eval.yaml": judgedSuite().replace("Is kind", "Is very kind") });
    expect(await refused("--stdin")).toEqual([2, "MLX_JUDGE_EVALUATION"]);
  });

  test("labels given so are those that eval judge counts, until the answers are others", async () => {
    const repo = await judged();
    await mlx(repo, "eval label kind --sample 12 --stdin", { stdin: "p\nf\n".repeat(6) });
    const counted = await mlx(repo, `eval judge kind --labels ${file} --json`);
    expect(Object(counted.json["judges"])[0]).toMatchObject({ n: 12 });
    repo.write({ "evals/cases.jsonl": repo.read("evals/cases.jsonl").replaceAll("says", "says, now,") });
    await mlx(repo, "eval run kind");
    const { code, error } = await mlx(repo, `eval judge kind --labels ${file} --json`);
    expect([code, error.code]).toEqual([2, "MLX_INVALID_LABELS"]);
    expect(JSON.stringify(error.problems)).toContain("the answer is another one");
  });
});
