import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

function data(rows: number, shift: number): string {
  const lines = Array.from({ length: rows }, (_, at) => `${((at * 37) % 101) + shift},${["a", "b"][at % 2]}`);
  return ["x,c", ...lines, ""].join("\n");
}

/** A repository in which the third version of the data has moved. @returns commits by their subjects. */
async function history(tracked: boolean) {
  const repo = gitRepo({});
  const commits: Record<string, string> = {};
  const version = async (subject: string, text: string) => {
    repo.write({ "data/d.csv": text });
    if (tracked) await mlx(repo, "data add data/d.csv");
    commits[subject] = repo.commit(subject);
  };
  await version("first", data(200, 0));
  await mlx(repo, "drift baseline d --data data/d.csv");
  repo.commit("baseline");
  await version("more", data(300, 0));
  await version("moved", data(300, 40));
  await version("more of it", data(400, 40));
  return { repo, commits };
}

test.each([
  ["a pointer", true],
  ["git itself", false],
])("the commit that moved data of %s is named, and the working tree stays as it is", async (_, tracked) => {
  const { repo, commits } = await history(tracked);
  const before = repo.read("data/d.csv");
  const { code, json } = await mlx(repo, `drift attribute d --from ${commits["first"]} --json`);
  expect(code).toBe(0);
  expect(json).toMatchObject({
    data: "data/d.csv",
    moved: { commit: commits["moved"], subject: "moved", verdict: "drift", column: "x" },
    commits: [
      { subject: "first", verdict: "ok", rows: 200 },
      { subject: "more", verdict: "ok", rows: 300 },
      { subject: "moved", verdict: "drift" },
      { subject: "more of it", verdict: "drift", rows: 400 },
    ],
  });
  expect(repo.read("data/d.csv")).toBe(before);
  expect(repo.git("status", "--porcelain")).toBe("");
  const { stdout } = await mlx(repo, `drift attribute d --from ${commits["first"]} --column x`);
  expect(stdout).toContain(`data/d.csv: moved by ${commits["moved"]?.slice(0, 8)} of`);
  expect(stdout).toMatch(/→ +[0-9a-f]{8} .*drift +x \d/);
});

test("bytes that are nowhere make a commit unknown, and the rest is told", async () => {
  const { repo, commits } = await history(true);
  rmSync(repo.path(".mlx", "cache"), { recursive: true, force: true });
  const { code, json } = await mlx(repo, `drift attribute d --from ${commits["first"]} --json`);
  expect(code).toBe(0);
  expect(json["moved"]).toBeNull();
  expect(JSON.stringify(json["commits"])).toContain("problem");
});

test("nothing is blamed where nothing moved", async () => {
  const { repo, commits } = await history(true);
  const { json } = await mlx(
    repo,
    `drift attribute d --from ${commits["first"]} --to ${commits["more"]} --json`,
  );
  expect(json).toMatchObject({ moved: null, reason: "no commit moved the data" });
});

test.each([
  ["--from nowhere", "nowhere"],
  ["--from HEAD --column y", "looks at no column y"],
  ["--from HEAD --data other.csv", "no commit has other.csv or its pointer"],
])("%s is a usage error", async (options, message) => {
  const { repo } = await history(true);
  const { code, stderr } = await mlx(repo, `drift attribute d ${options}`);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
