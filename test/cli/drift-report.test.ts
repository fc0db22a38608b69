import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

function table(
  names: readonly string[],
  rows: number,
  cell: (row: number, column: number) => string | number,
): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    names.map((_name, column) => cell(row, column)).join(","),
  );
  return [names.join(","), ...lines, ""].join("\n");
}

test("of many columns the most drifted are drawn, and the rest are counted", async () => {
  const names = Array.from({ length: 450 }, (_, at) => `feature_${at}`);
  const repo = gitRepo({
    "base.csv": table(names, 60, (row, column) => (row * 17 + column * 5) % 59),
    "now.csv": table(names, 60, (row, column) => ((row * 17 + column * 5) % 59) + (column < 150 ? 40 : 0)),
  });
  await mlx(repo, "drift baseline wide --data base.csv");
  const { code, stdout } = await mlx(repo, "drift check wide --data now.csv");
  expect([code, stdout]).toEqual([1, expect.stringContaining("150 of 450 columns drifted")]);
  expect(stdout.split("\n").length).toBeLessThan(24);
  await mlx(repo, "drift report wide --html --output wide.html");
  const page = repo.read("wide.html");
  expect(statSync(repo.path("wide.html")).size).toBeLessThan(1_000_000);
  expect(page.match(/<svg/g)?.length).toBe(100);
  expect(page).toContain("and 50 more, less drifted");
});

test("a page holds no script, loads nothing, and what others wrote is text in it", async () => {
  const evil = '<script>alert("x")</script>';
  const repo = gitRepo({
    "base.csv": table(["a", `"${evil.replaceAll('"', '""')}"`], 100, (row, column) =>
      column === 0 ? row % 7 : (["x", "y"][row % 2] ?? ""),
    ),
    "now.csv": table(["a", `"${evil.replaceAll('"', '""')}"`], 100, (row, column) =>
      column === 0 ? row % 7 : "<img src=x onerror=alert(1)>",
    ),
  });
  await mlx(repo, "drift baseline evil --data base.csv");
  expect((await mlx(repo, "drift check evil --data now.csv --output page.html")).code).toBe(1);
  const page = repo.read("page.html");
  expect(page).not.toMatch(/<script|<img|https?:|<link|<iframe/i);
  expect(page).toContain("&lt;script&gt;");
  expect(page).toContain("default-src &#39;none&#39;");
});

test("no form of a report holds a value of a redacted column, or a row", async () => {
  const repo = gitRepo({
    "base.csv": table(
      ["who", "pay", "kind"],
      300,
      (row, column) => [`person-${row % 9}`, 1000.25 + row, `k${row % 3}`][column] ?? "",
    ),
    "now.csv": table(
      ["who", "pay", "kind"],
      300,
      (row, column) => [`someone-${row % 4}`, 5000.25 + row, `k${row % 3}`][column] ?? "",
    ),
  });
  await mlx(repo, "drift baseline staff --data base.csv --redact who=hash --redact pay=drop");
  const printed = await mlx(repo, "drift check staff --data now.csv");
  expect(printed.code).toBe(1);
  const texts = [printed.stdout, repo.read("drift/staff.baseline.json")];
  for (const file of ["r.html", "r.md", "r.json"]) {
    await mlx(repo, `drift report staff --output ${file}`);
    texts.push(repo.read(file));
  }
  for (const text of texts) expect(text).not.toMatch(/person-|someone-|1000\.25|1299\.25|5000\.25|5299\.25/);
});

test("a report goes to standard output as Markdown or JSON, to a file of its own as a page, and one form at a time", async () => {
  const repo = gitRepo({ "base.csv": table(["a"], 100, (row) => row % 9) });
  const none = await mlx(repo, "drift report a --md");
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no check "a" is recorded')]);
  await mlx(repo, "drift baseline a --data base.csv --kind a=numeric");
  await mlx(repo, "drift check a");
  expect((await mlx(repo, "drift report a --md")).stdout).toContain("### ✅ Drift of `a`: ok");
  expect((await mlx(repo, "drift report --json")).json).toMatchObject({ monitor: "a", verdict: "ok" });
  expect((await mlx(repo, "drift report a --html")).stderr).toContain("wrote drift-a.html");
  expect(repo.exists("drift-a.html")).toBe(true);
  expect((await mlx(repo, "drift report a --html --md")).code).toBe(2);
});
