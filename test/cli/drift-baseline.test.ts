import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

/** Rows of a shop: numbers, a category, a time, and who bought. */
function shop(rows: number, shift = 0): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const price = ((at * 37) % 101) / 4 + shift;
    const city = ["Oslo", "Bergen", "Narvik"][at % 3];
    return `${at},${price},${city},2025-01-${String((at % 28) + 1).padStart(2, "0")} 10:00:00,person${at % 7}`;
  });
  return ["id,price,city,at,who", ...lines, ""].join("\n");
}

test("a baseline and a monitor are written, which say what each column is", async () => {
  const repo = gitRepo({ "data/shop.csv": shop(300) });
  const { code, stdout, stderr } = await mlx(repo, "drift baseline shop --data data/shop.csv -m first");
  expect(code).toBe(0);
  expect(stdout).toContain("wrote drift/shop.baseline.json: 300 rows, 4 columns");
  expect(stderr).toContain("column id is left out: it has another value in each row");
  expect(stderr).toContain("at: times without a zone are taken as UTC");
  const text = repo.read("drift/shop.baseline.json");
  const json = JSON.parse(text);
  expect(json).toMatchObject({
    mlx: 1,
    kind: "drift-baseline",
    name: "shop",
    message: "first",
    data: { path: "data/shop.csv" },
  });
  expect(
    json.profile.columns.map((column: { name: string; profile: { kind: string } }) => [
      column.name,
      column.profile.kind,
    ]),
  ).toEqual([
    ["price", "numeric"],
    ["city", "categorical"],
    ["at", "timestamp"],
    ["who", "categorical"],
  ]);
  expect(text).toMatch(/^ {12}\[0, 0, \d+\],$/m);
  expect(repo.read("drift/shop.drift.yaml")).toContain("  city: {kind: categorical, role: feature}\n");
});

test("the same data give the same baseline, and nothing is written twice", async () => {
  const repo = gitRepo({ "a.csv": shop(300) });
  await mlx(repo, "drift baseline shop --data a.csv");
  const before = repo.read("drift/shop.baseline.json");
  const { code, stdout } = await mlx(repo, "drift baseline shop");
  expect(code).toBe(0);
  expect(stdout).toContain("is of these data already");
  expect(repo.read("drift/shop.baseline.json")).toBe(before);
});

test("a baseline of other data is replaced with --force alone, and what changes is told", async () => {
  const repo = gitRepo({ "a.csv": shop(300), "b.csv": shop(400, 2).replaceAll("Narvik", "Tromsø") });
  await mlx(repo, "drift baseline shop --data a.csv");
  const before = repo.read("drift/shop.baseline.json");
  const refused = await mlx(repo, "drift baseline shop --data b.csv --json");
  expect(refused.code).toBe(2);
  expect(refused.error.code).toBe("MLX_BASELINE_EXISTS");
  expect(refused.error.message).toContain('city: new: "Tromsø"');
  expect(repo.read("drift/shop.baseline.json")).toBe(before);
  const accepted = await mlx(repo, "drift baseline shop --data b.csv --force");
  expect(accepted.code).toBe(0);
  expect(accepted.stdout).toContain("rows: 300 → 400");
  expect(accepted.stdout).toContain('city: gone: "Narvik"');
  expect(accepted.stdout).toContain("price: least 0 → 2");
});

test("git shows a small change of the data as a small change of the baseline", async () => {
  const rows = shop(300);
  const repo = gitRepo({ "a.csv": rows });
  await mlx(repo, "drift baseline shop --data a.csv");
  repo.git("add", "drift");
  repo.git("commit", "-qm", "baseline");
  repo.write({ "a.csv": rows.replace(",Oslo,", ",Bergen,") });
  await mlx(repo, "drift baseline shop --data a.csv --force");
  const diff = repo
    .git("diff", "-U0", "--", "drift")
    .split("\n")
    .filter((line) => /^[+-] /.test(line));
  expect(diff.map((line) => line.replace(/[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z/, "…"))).toEqual([
    '-  "created": "…",',
    '+  "created": "…",',
    '-    "sha256": "…"',
    '+    "sha256": "…"',
    '-  "digest": "…",',
    '+  "digest": "…",',
    '-            ["Bergen", 100],',
    '+            ["Bergen", 101],',
    '-            ["Oslo", 100]',
    '+            ["Oslo", 99]',
  ]);
});

test("redacted columns leave no value in the baseline", async () => {
  const repo = gitRepo({ "a.csv": shop(300) });
  await mlx(
    repo,
    "drift baseline shop --data a.csv --redact who=drop --redact city=hash --redact price=drop",
  );
  const text = repo.read("drift/shop.baseline.json");
  expect(text).not.toMatch(/person\d|Oslo|Bergen|Narvik/);
  const [price, city, , who] = JSON.parse(text).profile.columns;
  expect(price.profile).toMatchObject({ min: null, max: null });
  expect(price.profile.values).toBeUndefined();
  expect(price.profile.knots.length).toBeLessThanOrEqual(30);
  expect(city.profile.top[0][0]).toMatch(/^[0-9a-f]{16}$/);
  expect(who.profile).toMatchObject({ distinct: 7, top: [], other: 300 });
  expect(repo.read("drift/shop.drift.yaml")).toContain(
    "who: {kind: categorical, role: feature, redact: drop}",
  );
});

test("tracked data are profiled from the cache when they are not checked out", async () => {
  const repo = gitRepo({ "data/a.csv": shop(300) });
  await mlx(repo, "data add data/a.csv");
  const digest = /sha256: (\w+)/.exec(repo.read("data/a.csv.mlx"))?.[1];
  repo.remove("data/a.csv");
  const { code, json } = await mlx(repo, "drift baseline shop --data data/a.csv --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({ rows: 300, data: { path: "data/a.csv", sha256: digest } });
  expect(existsSync(repo.path("data/a.csv"))).toBe(false);
});

test("tracked data of which nobody has the bytes are one clear error", async () => {
  const repo = gitRepo({ "a.csv": shop(30) });
  await mlx(repo, "data add a.csv");
  repo.remove("a.csv");
  repo.remove(".mlx/cache");
  const { code, error } = await mlx(repo, "drift baseline shop --data a.csv --json");
  expect(code).toBe(2);
  expect(error.code).toBe("MLX_NO_REMOTE");
  const gone = await mlx(repo, "drift baseline shop --data b.csv --json");
  expect([gone.code, gone.error.code]).toEqual([2, "MLX_NO_SUCH_FILE"]);
});

test("wrong names and words of options are told before anything is read", async () => {
  const repo = gitRepo({ "a.csv": shop(30) });
  const kind = await mlx(repo, "drift baseline shop --data a.csv --kind price=numerc --json");
  expect([kind.code, kind.error.hint]).toEqual([2, "did you mean numeric?"]);
  const column = await mlx(repo, "drift baseline shop --data a.csv --role prize=label --json");
  expect([column.code, column.error.hint]).toEqual([2, "did you mean price?"]);
  const data = await mlx(repo, "drift baseline shop --json");
  expect([data.code, data.error.code]).toEqual([2, "MLX_USAGE"]);
  expect(existsSync(repo.path("drift"))).toBe(false);
});

test("a dry run writes nothing", async () => {
  const repo = gitRepo({ "a.csv": shop(30) });
  const { code, stdout } = await mlx(repo, "drift baseline shop --data a.csv -n");
  expect([code, stdout]).toEqual([0, "would write drift/shop.baseline.json: 30 rows, 4 columns\n"]);
  expect(existsSync(repo.path("drift"))).toBe(false);
});

test("a baseline that was edited by hand, and one of a newer version, are refused with what to do", async () => {
  const repo = gitRepo({ "a.csv": shop(300) });
  await mlx(repo, "drift baseline shop --data a.csv");
  const text = repo.read("drift/shop.baseline.json");
  const cases = [
    [text.replace('["Oslo", 100]', '["Oslo", 99]'), "its digest does not fit"],
    [text.replace('"mlx": 1', '"mlx": 2'), "written by a newer mlx (format 2; this one reads 1)"],
    [text.replaceAll("\n", "\r\n"), "CRLF"],
    [text.replace("  ", "   "), "it is not in the form"],
    [text.slice(0, 200), "is cut off: its end is missing"],
    ["price,city\n", "is not JSON"],
    [`<<<<<<< HEAD\n${text}`, "merge conflicts"],
    ["{}\n", "is no drift baseline of mlx"],
  ];
  for (const [changed = "", message] of cases) {
    repo.write({ "drift/shop.baseline.json": changed });
    const { code, error } = await mlx(repo, "drift profile --knots shop a.csv --json");
    expect([code, error.code]).toEqual([2, "MLX_INVALID_BASELINE"]);
    expect(error.message).toContain(message);
  }
});

test("shards that were profiled on the knots of a baseline add up to the whole", async () => {
  const [head, ...rows] = shop(900).trimEnd().split("\n");
  const part = (from: number, to: number) => [head, ...rows.slice(from, to), ""].join("\n");
  const repo = gitRepo({ "base.csv": shop(300), "all.csv": part(0, 900), "1.csv": part(0, 250) });
  repo.write({ "2.csv": part(250, 900), "2.csv.gz": gzipSync(part(250, 900)) });
  await mlx(repo, "drift baseline shop --data base.csv");
  for (const [file, output] of [
    ["all.csv", "all.json"],
    ["1.csv", "1.json"],
    ["2.csv.gz", "2.json"],
  ]) {
    expect((await mlx(repo, `drift profile --knots shop ${file} --output ${output}`)).code).toBe(0);
  }
  expect((await mlx(repo, "drift merge 1.json 2.json --output sum.json")).code).toBe(0);
  const read = (file: string) => JSON.parse(readFileSync(repo.path(file), "utf8"));
  const [whole, sum] = [read("all.json"), read("sum.json")];
  for (const [at, column] of whole.profile.columns.entries()) {
    const { mean, meanRest, m2, ...counts } = column.profile;
    const { mean: mean2, meanRest: meanRest2, m2: m22, ...counts2 } = sum.profile.columns[at].profile;
    expect(counts2).toEqual(counts);
    if (mean === undefined) continue;
    expect(Math.abs(meanRest2 - meanRest)).toBeLessThan(1e-12 * Math.abs(mean));
    expect(Math.abs(mean2 / mean - 1)).toBeLessThan(1e-12);
    expect(Math.abs(m22 / m2 - 1)).toBeLessThan(1e-12);
  }
});

test("profiles on different knots, and one shard twice, are not added", async () => {
  const repo = gitRepo({ "a.csv": shop(300), "b.csv": shop(200, 1) });
  await mlx(repo, "drift baseline a --data a.csv");
  await mlx(repo, "drift baseline b --data b.csv");
  await mlx(repo, "drift profile --knots a b.csv --output ab.json");
  await mlx(repo, "drift profile --knots b b.csv --output bb.json");
  const knots = await mlx(repo, "drift merge ab.json bb.json --json");
  expect([knots.code, knots.error.code]).toEqual([2, "MLX_PROFILES_DIFFER"]);
  const twice = await mlx(repo, "drift merge ab.json ab.json --json");
  expect(twice.error.message).toContain("hold the same rows");
});
