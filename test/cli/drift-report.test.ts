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

test.each([
  ["hash", /^(?:[0-9a-f]{16}|\(none\))$/],
  ["drop", /^(?:redacted \d+|\(none\))$/],
])("segments and windows of columns redacted by %s are told without their values", async (how, name) => {
  const cells = (row: number) => [
    row % 13 === 0 ? "" : `person-${row % 3}`,
    `2025-0${1 + (row % 2)}-17`,
    row % 11,
  ];
  const repo = gitRepo({
    "base.csv": table(["who", "born", "x"], 300, (row, column) => cells(row)[column] ?? ""),
  });
  await mlx(repo, `drift baseline staff --data base.csv --redact who=${how} --redact born=${how}`);
  const check = "drift check staff --data base.csv --segment who --window born=1mo";
  const texts = [(await mlx(repo, check)).stdout];
  for (const file of ["r.html", "r.md", "r.json", "r.xml"]) {
    await mlx(repo, `${check} --output ${file}`);
    texts.push(repo.read(file));
  }
  for (const text of texts) expect(text).not.toMatch(/person-|2025-0[12]/);
  const { json } = await mlx(repo, `${check} --json`);
  const labels = [...JSON.stringify(json["segments"]).matchAll(/"value":"([^"]*)"/g)].map(
    ([, label]) => label,
  );
  expect(labels).toHaveLength(4);
  for (const label of labels) expect(label).toMatch(name);
});

test("alarms over a stream whose times are redacted are told by their places, labels not at all", async () => {
  const day = (row: number) => new Date(Date.UTC(1950, 0, 1 + row)).toISOString().slice(0, 10);
  const cells = (row: number, wrong: number) => [
    day(row),
    `said-${row % 2}`,
    `said-${row > 200 && row % 10 < wrong ? (row + 1) % 2 : row % 2}`,
  ];
  const names = ["born", "guess", "truth"];
  const repo = gitRepo({
    "base.csv": table(names, 400, (row, column) => cells(row, 0)[column] ?? ""),
    "now.csv": table(names, 400, (row, column) => cells(row, 9)[column] ?? ""),
  });
  const roles = "--role guess=prediction --role truth=label";
  const redact = "--redact born=drop --redact guess=hash --redact truth=hash";
  await mlx(repo, `drift baseline staff --data base.csv ${roles} ${redact}`);
  const { code, json, stdout } = await mlx(repo, "drift check staff --data now.csv --json");
  expect([code, JSON.stringify(json["performance"])]).toEqual([
    1,
    expect.stringMatching(/"at":\["row 2\d\d"/),
  ]);
  const texts = [stdout];
  for (const file of ["r.html", "r.md", "r.json"]) {
    await mlx(repo, `drift report staff --output ${file}`);
    texts.push(repo.read(file));
  }
  for (const text of texts) expect(text).not.toContain("said-");
  expect(JSON.stringify(json["performance"])).not.toMatch(/195\d-/);
});

test("a report does not take the place of a baseline, a profile of a shard not that of data", async () => {
  const repo = gitRepo({ "base.csv": table(["a"], 100, (row) => row % 9) });
  await mlx(repo, "drift baseline a --data base.csv");
  const files = ["drift/a.baseline.json", "base.csv"];
  const before = files.map((file) => repo.read(file));
  for (const command of [
    "drift check a --output drift/a.baseline.json",
    "drift profile base.csv --knots a --output drift/a.baseline.json",
    "drift profile base.csv --knots a --output base.csv",
  ]) {
    expect((await mlx(repo, command)).code).toBe(2);
  }
  expect(files.map((file) => repo.read(file))).toEqual(before);
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
