import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

/*
 * Data as they should not be, given to every command that reads data. Exit codes, in this order: schema infer, schema check, drift
 * baseline, drift check, drift profile.
 */
type Codes = readonly [infer: number, schema: number, baseline: number, check: number, profile: number];

const rows = Array.from({ length: 60 }, (_, at) => ({
  n: String(20 + ((at * 7) % 40)),
  x: String(((at * 31) % 97) / 8),
  city: ["Oslo", "Bergen", "Narvik"][at % 3] ?? "",
  day: `2025-01-${String(1 + (at % 28)).padStart(2, "0")}`,
}));

function csv(change: Partial<Record<keyof (typeof rows)[number], (at: number) => string>> = {}): string {
  const cells = (row: (typeof rows)[number], at: number) => [
    change.n?.(at) ?? row.n,
    change.x?.(at) ?? row.x,
    change.city?.(at) ?? row.city,
    change.day?.(at) ?? row.day,
  ];
  return ["n,x,city,day", ...rows.map((row, at) => cells(row, at).join(",")), ""].join("\n");
}

const plain = csv();
const [header = "", first = ""] = plain.split("\n");

async function given(file: string, bytes: string | Uint8Array): Promise<TestRepo> {
  const repo = gitRepo({ "good.csv": plain, [file]: bytes });
  await mlx(repo, "schema infer good.csv");
  await mlx(repo, "drift baseline good --data good.csv");
  return repo;
}

async function runAll(repo: TestRepo, file: string) {
  const commands = [
    ["schema", "infer", file, "--dry-run"],
    ["schema", "check", file, "--schema", "good"],
    ["drift", "baseline", "other", "--data", file, "--dry-run"],
    ["drift", "check", "good", "--data", file, "--no-record"],
    ["drift", "profile", file, "--knots", "good"],
  ];
  const results = [];
  for (const command of commands) results.push(await mlx(repo, command));
  return { codes: results.map(({ code }) => code), said: results.map(({ stderr }) => stderr), results };
}

describe("files that are read", () => {
  test.each<[what: string, file: string, bytes: string | Uint8Array, codes: Codes]>([
    [
      "all nulls",
      "bad.csv",
      csv({ n: () => "", x: () => "", city: () => "", day: () => "" }),
      [0, 1, 0, 1, 0],
    ],
    ["a constant column", "bad.csv", csv({ n: () => "33" }), [0, 0, 0, 1, 0]],
    [
      "infinities and NaN",
      "bad.csv",
      csv({ x: (at) => ["inf", "-inf", "NaN"][at % 3] ?? "" }),
      [0, 1, 0, 1, 0],
    ],
    ["mixed types", "bad.csv", csv({ n: (at) => (at % 2 ? "some" : "7") }), [0, 1, 0, 1, 0]],
    [
      "dates in three formats",
      "bad.csv",
      csv({ day: (at) => ["2025-01-02", "02.01.2025", "01/02/2025"][at % 3] ?? "" }),
      [0, 1, 0, 1, 0],
    ],
    [
      "naive and zoned timestamps",
      "bad.csv",
      csv({ day: (at) => ["2025-01-02 10:00:00", "2025-01-02T10:00:00+02:00"][at % 2] ?? "" }),
      [0, 1, 0, 0, 0],
    ],
    ["quoted newlines", "bad.csv", csv({ city: () => '"Os""lo\nwest, 1"' }), [0, 1, 0, 1, 0]],
    ["a byte order mark", "bad.csv", `\uFEFF${plain}`, [0, 0, 0, 0, 0]],
    ["semicolons", "bad.csv", plain.replaceAll(",", ";"), [0, 0, 0, 0, 0]],
    ["CRLF", "bad.csv", plain.replaceAll("\n", "\r\n"), [0, 0, 0, 0, 0]],
    ["zero bytes within cells", "bad.csv", csv({ city: () => "Os\0lo" }), [0, 1, 0, 1, 0]],
    ["an integer turned string", "bad.csv", csv({ n: (at) => `n${at % 9}` }), [0, 1, 0, 1, 0]],
    ["gzip", "bad.csv.gz", gzipSync(plain), [0, 0, 0, 0, 0]],
  ])("%s", async (_, file, bytes, codes) => {
    const repo = await given(file, bytes);
    expect((await runAll(repo, file)).codes).toEqual(codes);
  });

  test("one row, of which no drift is claimed, and which makes a baseline that says how little it is worth", async () => {
    const repo = await given("bad.csv", `${header}\n${first}\n`);
    const { codes, said } = await runAll(repo, "bad.csv");
    expect(codes).toEqual([0, 0, 0, 5, 0]);
    expect(said[2]).toContain("with fewer than 30 rows every check against it is inconclusive");
  });

  test("a header alone: nothing drifted, and no baseline is taken of it", async () => {
    const repo = gitRepo({ "good.csv": plain.replaceAll(",city,", ",city,"), "bad.csv": `${header},ok\n` });
    const flagged = plain
      .split("\n")
      .map((line, at) => (line === "" ? "" : `${line},${at === 0 ? "ok" : at % 2 === 0}`));
    repo.write({ "good.csv": flagged.join("\n") });
    await mlx(repo, "schema infer good.csv");
    await mlx(repo, "drift baseline good --data good.csv");
    const { codes, said } = await runAll(repo, "bad.csv");
    expect(codes).toEqual([0, 1, 2, 5, 0]);
    expect(said[2]).toContain("bad.csv has a header and no rows");
  });

  test("a column renamed and columns reordered", async () => {
    const renamed = await given("bad.csv", plain.replace("n,x,city", "n,xs,city"));
    const { codes, said } = await runAll(renamed, "bad.csv");
    expect([codes, said[4]]).toEqual([
      [0, 1, 0, 1, 0],
      expect.stringContaining("the data lack 1 column of the baseline: x"),
    ]);
    const turned = plain.split("\n").map((line) => line.split(",").reverse().join(","));
    const reordered = await given("bad.csv", turned.join("\n"));
    expect((await runAll(reordered, "bad.csv")).codes).toEqual([0, 0, 0, 0, 0]);
  });

  test("a million different strings", async () => {
    const text = ["s,v", ...Array.from({ length: 1_000_000 }, (_, at) => `key ${at},${at % 7}`), ""].join(
      "\n",
    );
    const repo = gitRepo({ "big.csv": text });
    expect((await mlx(repo, "schema infer big.csv")).code).toBe(0);
    expect((await mlx(repo, "schema check big.csv")).code).toBe(0);
    const taken = await mlx(repo, "drift baseline big --data big.csv --kind s=categorical");
    expect(taken.code).toBe(0);
    expect(repo.read("drift/big.baseline.json").length).toBeLessThan(30_000);
    const { code, json } = await mlx(repo, "drift check big --json");
    expect([code, json["verdict"]]).toEqual([0, "ok"]);
  }, 120_000);
});

describe("files that are refused, each with its place and nothing written", () => {
  const latin = Buffer.from(csv({ city: () => "Tromsø" }), "latin1");
  test.each<[what: string, file: string, bytes: string | Uint8Array, message: string]>([
    ["ragged rows", "bad.csv", `${plain}1,2\n`, "bad.csv:62:1: the row has 2 cells, the header 4 columns"],
    ["an open quote", "bad.csv", `${plain}1,"2\n`, "bad.csv:62:3: this quote is never closed"],
    ["Latin-1", "bad.csv", latin, "bad.csv:2:11: the byte 0xf8 is not UTF-8"],
    ["UTF-16", "bad.csv", Buffer.from(`\uFEFF${plain}`, "utf16le"), "bad.csv:1:1: the file is UTF-16"],
    ["UTF-16 without a mark", "bad.csv", Buffer.from(plain, "utf16le"), "bad.csv:1:1: the file is UTF-16"],
    ["UTF-16, high byte first", "bad.csv", Buffer.from(plain, "utf16le").swap16(), "the file is UTF-16"],
    ["zero bytes alone", "bad.csv", Buffer.alloc(4096), "bad.csv:1:1: the header holds zero bytes"],
    [
      "a row beyond all measure",
      "bad.csv",
      `${header}\n1,2,${"x".repeat(3_000_000)},2025-01-01\n`,
      "bad.csv:2:1: the row is longer",
    ],
    ["a truncated gzip", "bad.csv.gz", gzipSync(plain).subarray(0, 200), "bad.csv.gz is cut or damaged"],
    ["a truncated Parquet", "bad.parquet", "PAR1 and no more", "bad.parquet is cut or damaged Parquet"],
    ["an empty Parquet", "bad.parquet", "", "bad.parquet is empty"],
    [
      "Parquet in zstd",
      "bad.parquet.zst",
      Buffer.from("28b52ffd2400010000aab2a2b4", "hex"),
      "packed with zstd as a whole",
    ],
    ["half a row of JSON", "bad.jsonl", '{"n":1}\n{"n":\n', "bad.jsonl:2:6"],
    [
      "one key twice in a row of JSON",
      "bad.jsonl",
      '{"n":1,"n":2}\n',
      'bad.jsonl:1:1: the key "n" stands twice in one row',
    ],
    ["half a letter in JSON", "bad.jsonl", '{"n":"x"}\n{"n":"\\ud800"}\n', "bad.jsonl:2:1: invalid JSON"],
    [
      "two columns of one name",
      "bad.csv",
      plain.replace("n,x", "n,n"),
      'bad.csv:1:1: two columns are called "n"',
    ],
    ["a ZIP archive", "bad.csv", "PK\u0003\u0004", "bad.csv is a ZIP archive"],
  ])("%s", async (_, file, bytes, message) => {
    const repo = await given(file, bytes);
    const { codes, said } = await runAll(repo, file);
    expect(codes).toEqual([2, 2, 2, 2, 2]);
    for (const text of said) expect(text).toContain(message);
    expect(
      repo.git("status", "--porcelain", "--untracked-files=all", "drift", "schemas").split("\n"),
    ).toEqual(["?? drift/good.baseline.json", "?? drift/good.drift.yaml", "?? schemas/good.schema.yaml"]);
  });

  test("an empty file: no schema, and no baseline", async () => {
    const repo = await given("bad.csv", "");
    const { codes, said } = await runAll(repo, "bad.csv");
    expect(codes).toEqual([0, 1, 2, 2, 2]);
    for (const text of said) expect(text).toContain("bad.csv is empty");
  });

  test("a folder, and a link that leads nowhere or in circles", async () => {
    const repo = await given("folder.csv/x", "");
    repo.git("config", "core.symlinks", "true");
    const { symlinkSync } = await import("node:fs");
    symlinkSync("nowhere", repo.path("dangling.csv"));
    symlinkSync("loop.csv", repo.path("loop.csv"));
    expect((await runAll(repo, "folder.csv")).codes).toEqual([3, 3, 3, 3, 3]);
    expect((await runAll(repo, "dangling.csv")).codes).toEqual([2, 2, 2, 2, 2]);
    expect((await runAll(repo, "loop.csv")).codes).toEqual([2, 2, 2, 2, 2]);
  });

  test("a link to data is data", async () => {
    const repo = await given("x.txt", "");
    const { symlinkSync } = await import("node:fs");
    symlinkSync("good.csv", repo.path("link.csv"));
    expect((await runAll(repo, "link.csv")).codes).toEqual([0, 0, 0, 0, 0]);
  });
});
