import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const rows = Array.from({ length: 400 }, (_, at) => ({
  age: 20 + ((at * 7) % 50),
  income: ((at * 31) % 997) / 10,
  city: ["Oslo", "Bergen", "Narvik"][at % 3] ?? "",
  day: `2025-01-${String(1 + (at % 28)).padStart(2, "0")}`,
}));

const columns = ["age", "income", "city", "day"] as const;

function csv(
  change: (row: (typeof rows)[number], at: number) => Record<string, unknown> = (row) => row,
  names: readonly string[] = columns,
): string {
  const lines = rows.map((row, at) => {
    const changed = change(row, at);
    return names.map((name) => String(changed[name] ?? "")).join(",");
  });
  return [names.join(","), ...lines, ""].join("\n");
}

async function people(files: Record<string, string | Uint8Array>): Promise<TestRepo> {
  const repo = gitRepo({ "base.csv": csv(), ...files });
  await mlx(repo, "drift baseline people --data base.csv");
  return repo;
}

interface Change {
  readonly what: string;
  readonly verdict: string;
  readonly message: string;
}

async function changesOf(repo: TestRepo, file: string) {
  const { json, code, stderr } = await mlx(repo, `drift check people --data ${file} --json`);
  expect(stderr).not.toContain('"error"');
  const found: { name: string; verdict: string; changes: Change[] }[] = JSON.parse(
    JSON.stringify(json["columns"]),
  );
  const changes = found.flatMap(({ name, changes: each }) =>
    each.map(({ what, verdict }) => `${name} ${what} ${verdict}`),
  );
  return { code, verdict: json["verdict"], changes, columns: found, notes: json["notes"] };
}

describe("the data of a check", () => {
  test("an empty file is refused with its name", async () => {
    const repo = await people({ "empty.csv": "" });
    const { code, stderr } = await mlx(repo, "drift check people --data empty.csv");
    expect([code, stderr]).toEqual([2, expect.stringContaining("empty.csv")]);
  });

  test.each([
    ["a header alone", csv().split("\n").slice(0, 1).join("\n")],
    ["one row", csv().split("\n").slice(0, 2).join("\n")],
  ])("%s is inconclusive, and claims nothing", async (_, text) => {
    const repo = await people({ "few.csv": `${text}\n` });
    const { code, verdict, changes } = await changesOf(repo, "few.csv");
    expect([code, verdict]).toEqual([5, "inconclusive"]);
    expect(changes.filter((change) => /drift|warning/.test(change))).toEqual([]);
  });

  test("a column without any value is missing values, not another type", async () => {
    const repo = await people({ "nulls.csv": csv((row) => ({ ...row, income: "" })) });
    const { code, changes } = await changesOf(repo, "nulls.csv");
    expect([code, changes]).toEqual([1, ["income missingness drift"]]);
  });

  test("a column that has become constant is drift", async () => {
    const repo = await people({ "constant.csv": csv((row) => ({ ...row, age: 33 })) });
    const { code, columns: found } = await changesOf(repo, "constant.csv");
    expect([code, found[0]]).toMatchObject([1, { name: "age", verdict: "drift" }]);
  });

  test("a constant baseline is compared with what is not constant any more", async () => {
    const repo = gitRepo({ "base.csv": csv((row) => ({ ...row, age: 33 })), "now.csv": csv() });
    await mlx(repo, "drift baseline people --data base.csv --kind age=numeric");
    const same = await changesOf(repo, "base.csv");
    expect([same.code, same.verdict]).toEqual([0, "ok"]);
    const { code, columns: found } = await changesOf(repo, "now.csv");
    expect([code, found[0]]).toMatchObject([1, { name: "age", verdict: "drift" }]);
  });

  test("NaN and infinities are counted and told, and do not spoil the figures", async () => {
    const repo = await people({
      "broken.csv": csv((row, at) => ({
        ...row,
        income: at % 10 === 0 ? "NaN" : at % 10 === 1 ? "inf" : row.income,
      })),
    });
    const { code, changes } = await changesOf(repo, "broken.csv");
    expect(code).toBe(1);
    expect(changes.join("; ")).toMatch(/income (not_finite|missingness) drift/);
  });

  test("a number that has turned into text says how many values are none", async () => {
    const repo = await people({
      "mixed.csv": csv((row, at) => ({ ...row, age: at % 4 === 0 ? "unknown?" : row.age })),
    });
    const { code, columns: found } = await changesOf(repo, "mixed.csv");
    expect(code).toBe(1);
    expect(found[0]).toMatchObject({
      name: "age",
      verdict: "drift",
      changes: [
        {
          what: "type_changed",
          message: "whole numbers have become text: 100 of 400 values (25 %) are not whole numbers",
        },
      ],
    });
  });

  test("whole numbers that have got a fraction are a warning", async () => {
    const repo = await people({
      "fraction.csv": csv((row, at) => ({ ...row, age: row.age + (at === 7 ? 0.5 : 0) })),
    });
    const { code, changes } = await changesOf(repo, "fraction.csv");
    expect([code, changes]).toEqual([0, ["age type_changed warning"]]);
  });

  test("dates in another format are a changed type", async () => {
    const repo = await people({
      "dates.csv": csv((row) => ({ ...row, day: row.day.split("-").reverse().join(".") })),
    });
    const { code, changes } = await changesOf(repo, "dates.csv");
    expect([code, changes]).toEqual([1, ["day type_changed drift"]]);
  });

  test("a renamed column is gone, and the name it may have now is told", async () => {
    const names = ["age", "incomes", "city", "day"];
    const repo = await people({ "renamed.csv": csv((row) => ({ ...row, incomes: row.income }), names) });
    const { code, changes, columns: found } = await changesOf(repo, "renamed.csv");
    expect([code, changes]).toEqual([1, ["income column_removed drift", "incomes column_added warning"]]);
    expect(found[0]?.changes[0]?.message).toBe("the column is gone; incomes may be it under another name");
  });

  test("reordered columns are told apart by their names, and noted", async () => {
    const repo = await people({ "order.csv": csv((row) => row, ["day", "city", "income", "age"]) });
    const { code, verdict, notes } = await changesOf(repo, "order.csv");
    expect([code, verdict]).toEqual([0, "ok"]);
    expect(notes).toEqual(["the columns come in another order; they are told apart by their names"]);
  });

  test("a byte order mark, quoted line ends and gzip are read like any other", async () => {
    const repo = await people({
      "bom.csv": `\uFEFF${csv()}`,
      "quoted.csv": csv((row) => ({ ...row, city: row.city === "Oslo" ? '"Oslo\nwest"' : row.city })),
      "packed.csv.gz": gzipSync(csv()),
    });
    expect(await changesOf(repo, "bom.csv")).toMatchObject({ code: 0, changes: [] });
    expect(await changesOf(repo, "packed.csv.gz")).toMatchObject({ code: 0, changes: [] });
    const quoted = await changesOf(repo, "quoted.csv");
    expect(quoted.columns[0]?.changes[0]?.message).toContain("Oslo\\nwest");
  });

  test.each([
    ["ragged rows", "ragged.csv", `${csv()}1,2\n`],
    [
      "Latin-1",
      "latin.csv",
      Buffer.from(
        csv((row) => ({ ...row, city: "Tromsø" })),
        "latin1",
      ),
    ],
    ["a truncated gzip", "cut.csv.gz", gzipSync(csv()).subarray(0, 400)],
    ["a truncated Parquet", "cut.parquet", Buffer.from("PAR1 and no more")],
  ])("%s are refused with the name of the file", async (_, file, bytes) => {
    const repo = await people({ [file]: bytes });
    const { code, stderr } = await mlx(repo, `drift check people --data ${file}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(file)]);
  });

  test("a file that is not there is named", async () => {
    const repo = await people({});
    const { code, stderr } = await mlx(repo, "drift check people --data nowhere.csv");
    expect([code, stderr]).toEqual([2, expect.stringContaining("nowhere.csv")]);
  });
});

test("a check without --data takes what the monitor names", async () => {
  const repo = await people({});
  expect((await mlx(repo, "drift check people")).stdout).toContain(
    "400 rows of base.csv against 400 of base.csv",
  );
});

test("a monitor with mistakes names all of them, each where it stands, and what was probably meant", async () => {
  const repo = await people({});
  repo.write({
    "drift/people.drift.yaml": [
      "mlx: 1",
      "kind: drift-monitor",
      "columns:",
      "  age: {kind: numerical}",
      "  city: {kind: categorical, roel: label}",
      "tests: {numeric: [wasserstien]}",
      "alerts: [{name: x, columns: [aeg], then: drift}]",
      "treshold: 1",
      "",
    ].join("\n"),
  });
  const { code, error } = await mlx(repo, "drift check people --json");
  expect([code, error.code]).toEqual([2, "MLX_INVALID_MONITOR"]);
  expect(error.problems).toMatchObject([
    { line: 4, column: 15, message: expect.stringContaining("did you mean numeric?") },
    { line: 5, column: 29, message: expect.stringContaining("did you mean role?") },
    { line: 6, column: 19, message: expect.stringContaining("did you mean wasserstein?") },
    { line: 7, message: expect.stringContaining("no column of the monitor is called") },
    { line: 8, column: 1, message: expect.stringContaining("unknown key") },
  ]);
});

test("a column whose name is longer than a key of YAML may be has a place in the monitor", async () => {
  const long = "n".repeat(1500);
  const lines = Array.from({ length: 60 }, (_, at) => `${at % 7},${at % 3 ? "x" : "y"},${at}`);
  const repo = gitRepo({ "t.csv": `${long},${long}b,id${long}\n${lines.join("\n")}\n` });
  expect((await mlx(repo, "drift baseline t --data t.csv")).code).toBe(0);
  expect(repo.read("drift/t.drift.yaml")).toContain(`  ? ${long}\n  : {kind: numeric, role: feature}\n`);
  const { code, json } = await mlx(repo, "drift check t --json");
  expect([code, json["verdict"]]).toEqual([0, "ok"]);
});

test("a word in a column of numbers is told by its row alone, whether the column is redacted or not", async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => `${at === 2900 ? "Zoe-Secret" : at % 60},${at % 5}`);
  const repo = gitRepo({ "t.csv": `pay,b\n${lines.join("\n")}\n` });
  const args = "drift baseline t --data t.csv --kind pay=categorical --redact pay=hash";
  const human = await mlx(repo, args);
  expect(human.stderr).toContain("column pay looks like numbers, but row 2901 holds something else");
  const machine = await mlx(repo, `${args} --json --force`);
  const check = await mlx(repo, "drift check t --data t.csv --json");
  for (const { code, stdout, stderr } of [human, machine, check]) {
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain("Secret");
  }
});

test("1,200 columns are profiled in groups, and each is checked against its own", async () => {
  const cells = (row: number, shift: number) =>
    Array.from({ length: 1200 }, (_, at) =>
      at % 3 === 2
        ? "abc".charAt((row * 7 + at) % 3)
        : String(((row * 37 + at) % 101) + (at === 600 ? shift : 0)),
    ).join(",");
  const header = Array.from({ length: 1200 }, (_, at) => `c${at}`).join(",");
  const table = (shift: number) =>
    [header, ...Array.from({ length: 60 }, (_, row) => cells(row, shift)), ""].join("\n");
  const [first, ...rest] = table(500).trimEnd().split("\n");
  const changed = [first, ...rest.map((line) => line.replace(/[abc]$/, "zz")), ""].join("\n");
  const repo = gitRepo({ "a.csv": table(0), "b.csv": changed });
  const made = await mlx(repo, "drift baseline wide --data a.csv --json");
  expect(made.code).toBe(0);
  const { profile } = JSON.parse(repo.read("drift/wide.baseline.json"));
  expect(profile.columns.map(({ name }: { name: string }) => name).join(",")).toBe(header);
  const counts = (at: number) => new Map(profile.columns[at].profile.top);
  for (const at of [2, 1001, 1199]) {
    const own = Array.from({ length: 60 }, (_, row) => "abc".charAt((row * 7 + at) % 3));
    for (const value of "abc")
      expect(counts(at).get(value)).toBe(own.filter((cell) => cell === value).length);
  }
  const { code, json } = await mlx(repo, "drift check wide --data b.csv --json");
  expect([code, json["verdict"]]).toEqual([1, "drift"]);
  const found: { name: string; verdict: string }[] = JSON.parse(JSON.stringify(json["columns"]));
  const drifted = found.filter(({ verdict }) => verdict === "drift").map(({ name }) => name);
  expect(drifted.sort()).toEqual(["c1199", "c600"]);
});
