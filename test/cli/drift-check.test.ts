import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SeededRandom } from "../../src/stats/seeded-random.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

interface Shop {
  readonly rows: number;
  readonly seed: string;
  readonly price?: number;
  readonly cities?: readonly string[];
  readonly missing?: number;
  readonly months?: number;
}

/** Orders of a shop: a number, a category, a time and a group. */
function shop({
  rows,
  seed,
  price = 0,
  cities = ["Oslo", "Bergen", "Narvik"],
  missing = 0,
  months = 1,
}: Shop): string {
  const random = new SeededRandom(seed);
  const lines = Array.from({ length: rows }, (_, at) => {
    // The sum of 6 dice is nearly normal: σ = 4.18.
    const dice = [1, 2, 3, 4, 5, 6].reduce((sum) => sum + 1 + random.below(6), 0);
    const amount = random.below(1000) < missing * 1000 ? "" : String(dice + price);
    const month = String(1 + Math.floor((at * months) / rows)).padStart(2, "0");
    const day = String(1 + random.below(28)).padStart(2, "0");
    return `${amount},${cities[random.below(cities.length)]},2025-${month}-${day},${at % 2 === 0 ? "web" : "shop"}`;
  });
  return ["price,city,at,channel", ...lines, ""].join("\n");
}

async function watched(files: Record<string, string>, base = shop({ rows: 600, seed: "a" })) {
  const repo = gitRepo({ "data/base.csv": base, ...files });
  const made = await mlx(repo, "drift baseline shop --data data/base.csv");
  expect(made.stderr).not.toContain("error");
  return repo;
}

test("data of the same kind are ok, and moved data are drift, which say what moved and by how much", async () => {
  const repo = await watched({
    "fair.csv": shop({ rows: 600, seed: "b" }),
    "moved.csv": shop({ rows: 600, seed: "b", price: 2 }),
  });
  const fair = await mlx(repo, "drift check shop --data fair.csv");
  expect([fair.code, fair.stdout]).toEqual([
    0,
    expect.stringContaining("shop: ok · none of 3 columns drifted"),
  ]);
  const moved = await mlx(repo, "drift check shop --data moved.csv");
  expect(moved.code).toBe(1);
  expect(moved.stdout).toContain("shop: drift · 1 of 3 columns drifted");
  expect(moved.stdout).toMatch(
    /✗ price: moved up by 0\.\d+ σ \(W1\/σ 0\.\d+, threshold 0\.1; KS q < 0\.001\)/,
  );
});

test("--json has every column with every test, and which of them decide", async () => {
  const repo = await watched({ "moved.csv": shop({ rows: 600, seed: "b", price: 2 }) });
  const { json } = await mlx(repo, "drift check shop --data moved.csv --json");
  expect(json).toMatchObject({ schemaVersion: 1, verdict: "drift", rows: { baseline: 600, current: 600 } });
  const columns = JSON.parse(JSON.stringify(json["columns"]));
  expect(columns[0]).toMatchObject({ name: "price", kind: "numeric", verdict: "drift" });
  const byName = new Map<string, Record<string, unknown>>(
    columns[0].tests.map((each: { name: string }) => [each.name, each]),
  );
  expect([...byName.keys()]).toEqual(
    expect.arrayContaining([
      "ks",
      "psi",
      "wasserstein",
      "jensen_shannon",
      "mann_whitney",
      "cramer_von_mises",
    ]),
  );
  expect(byName.get("ks")).toMatchObject({
    deciding: true,
    drifted: true,
    qValue: expect.any(Number),
    threshold: 0.05,
  });
  expect(byName.get("psi")).toMatchObject({ deciding: false });
});

test("q-values are corrected for the number of columns that were asked about", async () => {
  const repo = await watched({ "moved.csv": shop({ rows: 600, seed: "b", price: 1 }) });
  const { json } = await mlx(repo, "drift check shop --data moved.csv --json");
  const columns: { tests: { deciding: boolean; pValue?: number; qValue?: number }[] }[] = JSON.parse(
    JSON.stringify(json["columns"]),
  );
  const asked = columns.flatMap(({ tests }) => tests.filter(({ qValue }) => qValue !== undefined));
  expect(asked.length).toBe(3);
  const least = asked.reduce((a, b) => ((a.pValue ?? 1) < (b.pValue ?? 1) ? a : b));
  expect(least.qValue).toBeCloseTo(Math.min(1, 3 * (least.pValue ?? 1)), 12);
});

test("few rows are inconclusive, exit 5, and with --strict a problem", async () => {
  const repo = await watched({ "few.csv": shop({ rows: 29, seed: "c", price: 30 }) });
  const few = await mlx(repo, "drift check shop --data few.csv");
  expect([few.code, few.stdout]).toEqual([
    5,
    expect.stringContaining("the data has 29 rows; fewer than 30 say nothing"),
  ]);
  expect((await mlx(repo, "drift check shop --data few.csv --strict")).code).toBe(1);
});

test("missing values, new categories and lost ones are drift by themselves", async () => {
  const repo = await watched({
    "missing.csv": shop({ rows: 600, seed: "d", missing: 0.2 }),
    "cities.csv": shop({ rows: 600, seed: "d", cities: ["Oslo", "Bergen", "Tromsø"] }),
  });
  const missing = await mlx(repo, "drift check shop --data missing.csv");
  expect(missing.code).toBe(1);
  expect(missing.stdout).toMatch(
    /✗ price: \d+(\.\d+)? % of the rows are without a value, 0 % in the baseline/,
  );
  const { json, code } = await mlx(repo, "drift check shop --data cities.csv --json");
  expect(code).toBe(1);
  const [city] = JSON.parse(JSON.stringify(json["columns"]));
  expect(
    city.changes.map(({ what, verdict }: { what: string; verdict: string }) => `${what} ${verdict}`),
  ).toEqual(["new_categories drift", "lost_categories drift"]);
});

test("a rare new category is a warning, which --strict turns into a problem", async () => {
  const rows = shop({ rows: 600, seed: "e" }).replace("Oslo", "Alta");
  const repo = await watched({ "rare.csv": rows });
  const rare = await mlx(repo, "drift check shop --data rare.csv");
  expect([rare.code, rare.stdout]).toEqual([0, expect.stringContaining("shop: warning")]);
  expect(rare.stdout).toContain("0.17 % of the rows have a category that the baseline lacks: Alta");
  expect((await mlx(repo, "drift check shop --data rare.csv --strict")).code).toBe(1);
});

test("windows are checked one by one, and the one that moved is told apart", async () => {
  const fair = shop({ rows: 600, seed: "f", months: 2 });
  const later = shop({ rows: 300, seed: "g", price: 5 })
    .split("\n")
    .slice(1)
    .join("\n")
    .replaceAll("2025-01", "2025-03");
  const repo = await watched({ "months.csv": fair + later });
  const { stdout, code } = await mlx(repo, "drift check shop --data months.csv --window at=1mo");
  expect(code).toBe(1);
  expect(stdout).toContain("windows of 1mo by at");
  expect(stdout).toMatch(/2025-01-01 +300 +ok/);
  expect(stdout).toMatch(/2025-02-01 +300 +ok/);
  expect(stdout).toMatch(/2025-03-01 +300 +drift +price \d/);
  const { json } = await mlx(repo, "drift check shop --data months.csv --window at=1mo --json");
  expect(json["windows"]).toMatchObject([
    { start: "2025-01-01", end: "2025-02-01", rows: 300, verdict: "ok" },
    { start: "2025-02-01", verdict: "ok" },
    { start: "2025-03-01", verdict: "drift" },
  ]);
});

test("a segment is compared with the same segment of the baseline's data", async () => {
  const base = shop({ rows: 600, seed: "h" }).replace(
    /^(\d+),(.*),web$/gm,
    (_, price, rest) => `${Number(price) + 50},${rest},web`,
  );
  const fair = shop({ rows: 600, seed: "i" }).replace(
    /^(\d+),(.*),web$/gm,
    (_, price, rest) => `${Number(price) + 50},${rest},web`,
  );
  const repo = await watched({ "fair.csv": fair }, base);
  const { stdout, code } = await mlx(repo, "drift check shop --data fair.csv --segment channel");
  expect(code).toBe(0);
  expect(stdout).toContain("segments by channel, each against its own in the baseline's data");
  expect(stdout).toMatch(/web +300 +ok/);
  repo.remove("data/base.csv");
  const without = await mlx(repo, "drift check shop --data fair.csv --segment channel");
  expect(without.stdout).toContain("each against the whole baseline: its data is not at hand");
  expect(without.stdout).toMatch(/web +300 +drift +price/);
});

test.each([
  ["--window at", "--window at: expected COLUMN=LENGTH"],
  ["--window at=1parsec", "expected COLUMN=LENGTH"],
  ["--window att=1mo", "has no column att"],
  ["--window price=1mo", "it cannot be cut into windows of 1mo"],
  ["--segment chanel", "has no column chanel"],
  ["--output report.pdf", "its ending names no format"],
])("%s is a usage error that changes nothing", async (option, message) => {
  const repo = await watched({ "fair.csv": shop({ rows: 100, seed: "j" }) });
  const { code, stderr } = await mlx(repo, `drift check shop --data fair.csv ${option}`);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect((await mlx(repo, "drift list --json")).json).toMatchObject({ checks: [], total: 0 });
});

test("reports go to files by their ending, and to standard output by --format", async () => {
  const repo = await watched({ "moved.csv": shop({ rows: 600, seed: "k", price: 3 }) });
  const check = "drift check shop --data moved.csv";
  for (const file of ["out.json", "out.md", "out.xml", "out.html"]) {
    expect((await mlx(repo, `${check} --output ${file}`)).code).toBe(1);
  }
  expect(JSON.parse(repo.read("out.json"))).toMatchObject({ schemaVersion: 1, verdict: "drift" });
  expect(repo.read("out.md")).toContain("### ❌ Drift of `shop`: drift");
  expect(repo.read("out.xml")).toContain(
    '<testsuites name="mlx drift check" tests="4" failures="1" skipped="0">',
  );
  expect(repo.read("out.html")).toContain("<svg");
  const annotations = await mlx(repo, `${check} --format github`);
  expect(annotations.stdout).toContain("::error file=drift/shop.drift.yaml,line=");
  expect(annotations.stdout).toContain("price: moved up by");
});

test("checks are kept, listed, shown again, and found by id or monitor", async () => {
  const repo = await watched({
    "fair.csv": shop({ rows: 600, seed: "l" }),
    "moved.csv": shop({ rows: 600, seed: "l", price: 3 }),
  });
  const first = await mlx(repo, "drift check shop --data fair.csv --json");
  const printed = await mlx(repo, "drift check shop --data moved.csv");
  await mlx(repo, "drift check shop --data moved.csv --no-record");
  const { json } = await mlx(repo, "drift list --json");
  expect(json).toMatchObject({
    total: 2,
    checks: [
      { monitor: "shop", verdict: "drift", drifted: 1, rows: 600, data: "moved.csv" },
      { id: first.json["id"], verdict: "ok" },
    ],
  });
  expect((await mlx(repo, "drift show shop")).stdout).toBe(printed.stdout);
  expect((await mlx(repo, `drift show ${String(first.json["id"]).slice(-8)} --json`)).json["id"]).toBe(
    first.json["id"],
  );
  expect((await mlx(repo, "drift show last~1 --json")).json["id"]).toBe(first.json["id"]);
  const none = await mlx(repo, "drift show shoop");
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("did you mean shop?")]);
});

test("alert rules raise the verdict, and the monitor may ask for a share of the columns", async () => {
  const repo = await watched({ "moved.csv": shop({ rows: 600, seed: "m", price: 3 }) });
  const monitor = repo.read("drift/shop.drift.yaml");
  repo.write({ "drift/shop.drift.yaml": `${monitor}\ndataset: {share: 0.5}\n` });
  const half = await mlx(repo, "drift check shop --data moved.csv");
  expect([half.code, half.stdout]).toEqual([0, expect.stringContaining("the monitor asks for 50 % of them")]);
  repo.write({
    "drift/shop.drift.yaml": `${monitor}\ndataset: {share: 0.5}\nalerts:\n  - {name: the price, columns: [price], then: drift}\n`,
  });
  const raised = await mlx(repo, "drift check shop --data moved.csv");
  expect([raised.code, raised.stdout]).toEqual([1, expect.stringContaining("alert the price: price: drift")]);
});

test("a monitor or baseline that is not there is named, with what there is", async () => {
  const repo = await watched({ "fair.csv": shop({ rows: 100, seed: "n" }) });
  const typo = await mlx(repo, "drift check shp --data fair.csv");
  expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining("did you mean shop?")]);
  repo.remove("drift/shop.baseline.json");
  const gone = await mlx(repo, "drift check shop --data fair.csv");
  expect([gone.code, gone.stderr]).toEqual([
    2,
    expect.stringContaining("the monitor shop has no baseline: there is no drift/shop.baseline.json"),
  ]);
});

test("a baseline that was edited by hand, or is of a newer mlx, is refused", async () => {
  const repo = await watched({ "fair.csv": shop({ rows: 100, seed: "o" }) });
  const text = repo.read("drift/shop.baseline.json");
  repo.write({ "drift/shop.baseline.json": text.replace('"rows": 600', '"rows": 601') });
  const edited = await mlx(repo, "drift check shop --data fair.csv");
  expect([edited.code, edited.stderr]).toEqual([
    2,
    expect.stringContaining("it was changed after it was written"),
  ]);
  repo.write({ "drift/shop.baseline.json": text.replace('"mlx": 1', '"mlx": 2') });
  const newer = await mlx(repo, "drift check shop --data fair.csv");
  expect([newer.code, newer.stderr]).toEqual([2, expect.stringContaining("newer")]);
});

test("the real penguins of another island drift", async () => {
  const penguins = readFileSync(
    new URL("../../examples/penguins/data/penguins.csv", import.meta.url),
    "utf8",
  );
  const [head = "", ...rows] = penguins.trimEnd().split("\n");
  const only = (test: (row: string) => boolean) => `${[head, ...rows.filter(test)].join("\n")}\n`;
  const repo = gitRepo({
    "base.csv": only((row) => /Biscoe/.test(row)),
    "dream.csv": only((row) => /Dream/.test(row)),
  });
  await mlx(repo, "drift baseline penguins --data base.csv");
  const { code, stdout } = await mlx(repo, "drift check penguins --data dream.csv");
  expect(code).toBe(1);
  expect(stdout).toContain("a category that the baseline lacks: Dream");
});

test("list counts the columns that the verdict counts: those of times and groups decide nothing", async () => {
  const repo = gitRepo({
    "base.csv": shop({ rows: 600, seed: "a" }),
    "moved.csv": shop({ rows: 600, seed: "k", price: 3 }),
  });
  await mlx(repo, "drift baseline shop --data base.csv --role channel=segment --role at=timestamp");
  const { stdout } = await mlx(repo, "drift check shop --data moved.csv");
  expect(stdout).toContain("1 of 2 columns drifted");
  expect((await mlx(repo, "drift list")).stdout).toContain("1 of 2");
  expect((await mlx(repo, "drift list --json")).json).toMatchObject({ checks: [{ columns: 2, drifted: 1 }] });
});
