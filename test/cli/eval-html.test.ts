import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  answers,
  baselineFile,
  projectWithBaseline,
  recordedProject,
} from "../support/evals/recorded-project.js";
import { attribute, type ReadPage, readPage, textOf } from "../support/html/read-page.js";
import { mlx } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";

const pageIn = (repo: TestRepo, file: string): ReadPage =>
  readPage(readFileSync(join(repo.root, file), "utf8"));
const headerOf = ({ elements }: ReadPage) =>
  elements
    .filter(({ tagName }) => tagName === "header")
    .map(textOf)
    .join("");
const sectionsOf = ({ elements }: ReadPage) =>
  elements.filter(({ tagName }) => tagName === "section").map((section) => attribute(section, "id"));

/** Of the same cases, of which those that `isRight` names are answered well now. */
function answerAgain(repo: TestRepo, count: number, isRight: (index: number) => boolean): void {
  writeFileSync(join(repo.root, "evals/answers.jsonl"), answers(count, isRight));
}

test("eval run writes a page that says the verdict, the suite and each case", async () => {
  const repo = recordedProject(4, (index) => index !== 2);
  const { code } = await mlx(repo, "eval run echo --output out/report.html");
  expect(code).toBe(1);
  const page = pageIn(repo, "out/report.html");
  expect(headerOf(page)).toMatch(/echo.*failed.*75\.0%.*evals\/echo\.eval\.yaml/s);
  expect(page.data.rows.map(({ id, status }) => [id, status])).toEqual([
    ["c0", "passed"],
    ["c1", "passed"],
    ["c2", "failed"],
    ["c3", "passed"],
  ]);
  expect(page.data.show[0]).toMatch(/^mlx eval show [0-9A-Z]{26} --case CASE$/);
  expect(page.policyFits).toBe(true);
});

test("against a baseline the page names what flipped", async () => {
  const repo = await projectWithBaseline(12);
  answerAgain(repo, 12, (index) => index > 3);
  await mlx(repo, "eval run echo --output report.htm");
  const page = pageIn(repo, "report.htm");
  expect(sectionsOf(page)).toContain("comparison");
  expect(page.data.rows.filter(({ flip }) => flip === "regressed").map(({ id }) => id)).toEqual([
    ...["c0", "c1", "c2", "c3"],
  ]);
});

test("eval show writes an earlier evaluation in any format, the page as eval run wrote it", async () => {
  const repo = recordedProject(3);
  await mlx(repo, "eval run echo --output first.html");
  const { code, stdout } = await mlx(repo, "eval show last --output again.html --output again.csv");
  expect(code).toBe(0);
  expect(stdout).toContain("echo");
  expect(readFileSync(join(repo.root, "again.html"), "utf8")).toBe(
    readFileSync(join(repo.root, "first.html"), "utf8"),
  );
  expect(readFileSync(join(repo.root, "again.csv"), "utf8").split("\r\n")).toHaveLength(5);
});

test("eval compare writes both sides with their answers", async () => {
  const repo = recordedProject(12);
  await mlx(repo, "eval run echo");
  answerAgain(repo, 12, (index) => index !== 5);
  await mlx(repo, "eval run echo");
  const { code } = await mlx(repo, "eval compare last~1 last --output compared.html");
  expect(code).toBe(0);
  const page = pageIn(repo, "compared.html");
  expect(headerOf(page)).toMatch(/Comparison.*echo.*100\.0% → 91\.7%/s);
  const flipped = page.data.rows.filter(({ flip }) => flip === "regressed");
  expect(flipped.map(({ id, status, c }) => [id, status, page.data.combinations[c]?.side])).toEqual([
    ["c5", "passed", 0],
    ["c5", "failed", 1],
  ]);
  expect(flipped.map(({ output }) => page.data.texts[Number(output)])).toEqual(["yes", "no idea"]);
});

test("a baseline whose evaluation is not in this clone is compared by its outcomes", async () => {
  const repo = await projectWithBaseline(6);
  await mlx(repo, "eval run echo --output results.jsonl");
  const other = recordedProject(6);
  for (const [file, place] of [
    [baselineFile, "baseline.json"],
    ["results.jsonl", "results.jsonl"],
  ] as const)
    writeFileSync(join(other.root, place), readFileSync(join(repo.root, file)));
  const { code } = await mlx(other, "eval compare baseline.json results.jsonl --output compared.html");
  expect(code).toBe(0);
  const { data } = pageIn(other, "compared.html");
  expect(data.rows.filter(({ bare }) => bare)).toHaveLength(6);
  expect(data.show).toEqual([null, null]);
});

test("a comparison goes to pages alone, and an unwritten ending is refused before anything is read", async () => {
  const repo = recordedProject(3);
  const { code, stderr } = await mlx(repo, "eval compare last~1 last --output compared.csv");
  expect(code).toBe(2);
  expect(stderr).toContain("--output compared.csv: a comparison is written as a page");
  const shown = await mlx(repo, "eval show --output report.pdf");
  expect(shown.code).toBe(2);
  expect(shown.stderr).toContain("its ending names no format");
});
