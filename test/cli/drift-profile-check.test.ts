import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sealedText } from "../../src/drift/sealed-text.js";
import { SeededRandom } from "../../src/stats/seeded-random.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const example = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)), "utf8");

function table(text: string): { readonly head: string; readonly rows: readonly string[] } {
  const [head = "", ...rows] = text.trimEnd().split("\n");
  return { head, rows };
}

const csv = (head: string, rows: readonly string[]) => [head, ...rows, ""].join("\n");

/** Profiles `now.csv` whole and in three parts that lie together by `deal`. @returns the two profiles' files. */
async function profiled(repo: TestRepo, name: string, head: string, rows: readonly string[]): Promise<void> {
  const places = [0, 1, 2].map((part) => rows.filter((_, at) => Math.floor((at * 7) / 5) % 3 === part));
  repo.write({
    "now.csv": csv(head, rows),
    ...Object.fromEntries(places.map((part, at) => [`part${at}.csv`, csv(head, part)])),
  });
  for (const file of ["now", "part0", "part1", "part2"]) {
    const { code, stderr } = await mlx(
      repo,
      `drift profile --knots ${name} ${file}.csv --output ${file}.json`,
    );
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
  }
  expect((await mlx(repo, "drift merge part0.json part1.json part2.json --output sum.json")).code).toBe(0);
}

/** A check's JSON without what names the source and the moment. */
async function judged(repo: TestRepo, command: string): Promise<string> {
  const { code, stdout } = await mlx(repo, `drift check ${command} --json`);
  const { id, started, data, profileOf, ...rest } = JSON.parse(stdout);
  expect([typeof id, typeof started, typeof data.path]).toEqual(["string", "string", "string"]);
  expect(profileOf === undefined).toBe(command.includes("--data"));
  return JSON.stringify({ code, ...rest }, null, 1);
}

async function expectSameVerdict(repo: TestRepo, name: string): Promise<string> {
  const byData = await judged(repo, `${name} --data now.csv`);
  expect(await judged(repo, `${name} --profile now.json`)).toBe(byData);
  expect(await judged(repo, `${name} --profile sum.json`)).toBe(byData);
  return byData;
}

test.each([
  ["half", "ok"],
  ["later", "drift"],
])(
  "penguins of the quickstart, %s: a profile, and three that were added, are judged as the rows are",
  async (slice, verdict) => {
    const { head, rows } = table(example("penguins/data/penguins.csv"));
    const first = rows.filter((row) => row.endsWith(",2007"));
    const repo = gitRepo({ "2007.csv": csv(head, first) });
    await mlx(repo, "drift baseline penguins --data 2007.csv --role year=segment");
    const half = first.filter((_, at) => Math.floor(at / 2) % 2 === 0);
    const later = rows.filter((row) => !row.endsWith(",2007"));
    await profiled(repo, "penguins", head, slice === "half" ? half : later);
    expect(await expectSameVerdict(repo, "penguins")).toContain(`"verdict": "${verdict}"`);
  },
);

test("weather of two cities, of more rows than a profile keeps values of, is judged as its rows are", async () => {
  const { head, rows } = table(example("weather/data/weather.csv"));
  const repo = gitRepo({
    "base.csv": csv(
      head,
      rows.filter((row) => /^Seattle,201[23]/.test(row)),
    ),
  });
  await mlx(repo, "drift baseline weather --data base.csv --role location=segment");
  await profiled(repo, "weather", head, rows);
  const json = await expectSameVerdict(repo, "weather");
  expect(json).toContain('"verdict": "drift"');
});

interface Hostile {
  readonly rows: number;
  readonly seed: string;
  /** Whether all that can change has changed. */
  readonly changed?: boolean;
}

const subjects = [
  "refund money invoice payment charge bank card receipt",
  "login password account reset locked mail code browser",
  "parcel courier address late street tracking depot driver",
].map((words) => words.split(" "));

/** Rows with everything that a check has a word for: missing values, NaN, texts with subjects, vectors, personal data, whole numbers. */
function hostile({ rows, seed, changed = false }: Hostile): {
  readonly head: string;
  readonly rows: string[];
} {
  const random = new SeededRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[random.below(list.length)];
  const lines = Array.from({ length: rows }, (_, at) => {
    const price =
      random.below(100) < (changed ? 12 : 2)
        ? ""
        : (random.below(40_000) / 7 + (changed ? 900 : 0)).toFixed(5);
    const ratio = random.below(50) === 0 ? pick(["NaN", "inf", "-inf"]) : String(random.below(30) / 8);
    const city = pick(changed ? ["Oslo", "Alta", "Hamar"] : ["Oslo", "Bergen", "Narvik"]);
    const words = subjects[changed && random.below(3) > 0 ? 0 : random.below(3)] ?? [];
    const said = ["hello", pick(words), pick(words), pick(words), pick(words), "thanks"].join(" ");
    const day = String(1 + random.below(28)).padStart(2, "0");
    const count = changed && at % 400 === 399 ? "2.5" : String(random.below(500));
    const cells = {
      ...(changed ? { city, price } : { price, city }),
      ratio,
      said,
      at: `2025-03-${day}T12:00:00Z`,
      person: `p${random.below(120)}@example.com`,
      income: String(random.below(90_000)),
      ...(changed
        ? { fresh: String(random.below(9)), none: "" }
        : { old: String(random.below(9) / 2), none: "1.5" }),
      count,
      score: changed && at === rows - 1 ? "none yet" : String(random.below(1000) / 9),
    };
    return { keys: Object.keys(cells), line: Object.values(cells).join(",") };
  });
  return { head: lines[0]?.keys.join(",") ?? "", rows: lines.map(({ line }) => line) };
}

test.each([false, true])(
  "texts, infinities, redacted columns; new, gone, turned and emptied ones (changed: %s) are judged as the rows are",
  async (changed) => {
    const base = hostile({ rows: 1500, seed: "base" });
    const repo = gitRepo({ "base.csv": csv(base.head, base.rows) });
    const made = await mlx(
      repo,
      "drift baseline all --data base.csv --kind none=numeric --kind old=numeric --redact person=hash --redact income=drop",
    );
    expect(made.code).toBe(0);
    const now = hostile({ rows: 1300, seed: "now", changed });
    await profiled(repo, "all", now.head, now.rows);
    const json = await expectSameVerdict(repo, "all");
    const found = [
      "missingness",
      "new_categories",
      "lost_categories",
      "type_changed",
      "column_removed",
      "column_added",
    ];
    const told = found.filter((what) => json.includes(`"what": "${what}"`));
    expect([told, json.includes("another order")]).toEqual([changed ? found : [], changed]);
    if (changed) expect(json).toContain("1 of 1,300 values");
  },
);

test("vectors in one column and in several are judged as their rows are, added ones to 1e-9", async () => {
  const random = new SeededRandom("vectors");
  const row = (shift: number) => {
    const [a, b, c] = [0, 0, 0].map(() => random.below(2000) / 1000 - 1 + shift);
    return `"[${a}, ${b}]",${c},${a},${b}`;
  };
  const rows = (count: number, shift: number) => Array.from({ length: count }, () => row(shift));
  const head = "v,e_0,e_1,e_2";
  const repo = gitRepo({ "base.csv": csv(head, rows(400, 0)) });
  await mlx(repo, "drift baseline vectors --data base.csv --kind e=embedding");
  await profiled(repo, "vectors", head, rows(500, 0.4));
  const byData = await judged(repo, "vectors --data now.csv");
  expect(byData).toContain('"verdict": "drift"');
  expect(await judged(repo, "vectors --profile now.json")).toBe(byData);
  const rounded = (json: string) =>
    JSON.stringify(JSON.parse(json), (_, value: unknown) =>
      typeof value === "number" ? Number(value.toPrecision(9)) : value,
    );
  expect(rounded(await judged(repo, "vectors --profile sum.json"))).toBe(rounded(byData));
});

/** A shop's orders: a number, a group and a time. */
function shop(rows: number, shift = 0): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const city = ["Oslo", "Bergen", "Narvik"][at % 3];
    return `${((at * 37) % 101) / 4 + shift},${city},2025-01-${String((at % 28) + 1).padStart(2, "0")}`;
  });
  return ["price,city,at", ...lines, ""].join("\n");
}

async function watched(files: Readonly<Record<string, string>> = {}): Promise<TestRepo> {
  const repo = gitRepo({ "base.csv": shop(300), "now.csv": shop(200, 9), ...files });
  await mlx(repo, "drift baseline shop --data base.csv --role city=segment");
  await mlx(repo, "drift profile --knots shop now.csv --output now.json");
  return repo;
}

test("a check of a profile stands in the history with the files that are in it, and is shown and reported from there", async () => {
  const repo = await watched({ "more.csv": shop(90) });
  await mlx(repo, "drift profile --knots shop more.csv --output more.json");
  await mlx(repo, "drift merge now.json more.json --output sum.json");
  const { code, stdout } = await mlx(repo, "drift check shop --profile sum.json");
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining("290 rows of sum.json, a profile of 2 files, against 300 of base.csv"),
  ]);
  expect((await mlx(repo, "drift list shop")).stdout).toContain("sum.json");
  const { json } = await mlx(repo, "drift show shop --json");
  const { data } = JSON.parse(repo.read("sum.json"));
  expect(json).toMatchObject({ data: { path: "sum.json" }, profileOf: data, verdict: "drift" });
  expect(data).toMatchObject([{ path: "now.csv" }, { path: "more.csv" }]);
  const markdown = (await mlx(repo, "drift report shop --md")).stdout;
  expect(markdown).toContain("290 rows of `sum.json`, a profile of 2 files, against 300 of `base.csv`.");
  expect((await mlx(repo, "drift report shop --html --output a.html")).code).toBe(0);
  expect(repo.read("a.html")).toContain("<code>sum.json</code>, a profile of 2 files, against 300");
  await mlx(repo, "drift check shop --profile now.json --output now.xml --no-record");
  expect(repo.read("now.xml")).toMatch(/<testcase classname="shop" name="price"><failure type="drift"/);
  expect((await mlx(repo, "drift list shop --json")).json).toMatchObject({ total: 1 });
});

test("windows and segments that the monitor asks for are left out by name; on the command line they are refused", async () => {
  const repo = await watched();
  const monitor = repo.read("drift/shop.drift.yaml");
  repo.write({ "drift/shop.drift.yaml": `${monitor}window: {column: at, length: 1w}\nsegments: [city]\n` });
  const { json } = await mlx(repo, "drift check shop --profile now.json --json");
  expect(json["notes"]).toEqual([
    "left out, since a profile has no rows: windows of 1w by at, segments by city",
  ]);
  expect([json["windows"], json["segments"]]).toEqual([undefined, undefined]);
  const cases: readonly (readonly [string, string])[] = [
    ["--window at=1w", "--window needs the rows of the data; --profile has none"],
    ["--segment city", "--segment needs the rows of the data; --profile has none"],
    ["--raw --segment city", "--segment, --raw need the rows of the data; --profile has none"],
    ["--data now.csv", "--data and --profile are two things to check"],
    [
      "--record shop@1",
      "--record shop@1 asks for evidence, which names the digest of the data that were read",
    ],
  ];
  for (const [options, message] of cases) {
    const { code, error } = await mlx(repo, `drift check shop --profile now.json ${options} --json`);
    expect([code, error.code, error.message]).toEqual([2, "MLX_USAGE", expect.stringContaining(message)]);
  }
});

test("alerts go by columns and so are raised as by the rows; how good predictions are is open, and so is an ok of labelled data", async () => {
  const rows = (count: number, wrong: number) =>
    Array.from({ length: count }, (_, at) => {
      const truth = at % 2 === 0 ? "yes" : "no";
      const said = (at * 7) % 100 < wrong ? (truth === "yes" ? "no" : "yes") : truth;
      return `${(at * 37) % 101},${said},${truth},0.${(at % 9) + 1}`;
    });
  const head = "x,said,truth,score";
  const repo = gitRepo({ "base.csv": csv(head, rows(600, 5)), "now.csv": csv(head, rows(600, 40)) });
  await mlx(repo, "drift baseline model --data base.csv --role said=prediction --role truth=label");
  const monitor = repo.read("drift/model.drift.yaml");
  await mlx(repo, "drift profile --knots model now.csv --output now.json");
  expect((await mlx(repo, "drift check model --data now.csv")).code).toBe(1);
  const { code, json } = await mlx(repo, "drift check model --profile now.json --json");
  expect([code, json["verdict"], json["reason"], json["performance"]]).toEqual([
    5,
    "inconclusive",
    "none of 4 columns drifted; how good the predictions are is left out, since a profile has no rows",
    {
      prediction: "said",
      label: "truth",
      rows: 0,
      verdict: "inconclusive",
      reason: "how good the predictions are is left out, since a profile has no rows",
      figures: [],
    },
  ]);
  const xml = await mlx(repo, "drift check model --profile now.json --format junit");
  expect(xml.stdout).toMatch(/name="said"><skipped message="how good the predictions are is left out/);
  // Without labels there is nothing to measure, unless there are scores.
  repo.write({
    "open.csv": csv(
      head,
      rows(600, 5).map((row) => row.replace(/,(?:yes|no),0/, ",,0")),
    ),
  });
  await mlx(repo, "drift profile --knots model open.csv --output open.json");
  expect((await mlx(repo, "drift check model --profile open.json --json")).json).not.toHaveProperty(
    "performance",
  );
  repo.write({ "drift/model.drift.yaml": `${monitor}performance: {score: score}\n` });
  const scored = await mlx(repo, "drift check model --profile open.json --json");
  expect([scored.code, scored.json["verdict"], scored.json["performance"]]).toMatchObject([
    0,
    "ok",
    { verdict: "inconclusive", label: "truth", reason: expect.stringMatching(/^what score estimates/) },
  ]);
  const alert = "alerts:\n  - {name: labels, roles: [label], verdict: drift, then: drift}\n";
  repo.write({
    "drift/model.drift.yaml": `${monitor}${alert}`,
    "yes.csv": csv(
      head,
      rows(600, 5).map((row) => row.replace(/,(?:yes|no),0/, ",yes,0")),
    ),
  });
  await mlx(repo, "drift profile --knots model yes.csv --output yes.json");
  const alerts = await mlx(repo, "drift check model --profile yes.json --json");
  expect(alerts.json["alerts"]).toEqual(
    (await mlx(repo, "drift check model --data yes.csv --json")).json["alerts"],
  );
  expect(alerts.json["alerts"]).toMatchObject([{ name: "labels", verdict: "drift" }]);
});

test("a profile that is none, damaged, of another baseline or of another mlx is refused, and nothing is recorded", async () => {
  const repo = await watched({ "other.csv": shop(150, 2) });
  const text = repo.read("now.json");
  await mlx(repo, "drift baseline other --data other.csv --role city=segment");
  await mlx(repo, "drift profile --knots other now.csv --output of-other.json");
  const { header: _, digest: __, ...old } = JSON.parse(text);
  repo.write({
    "cut.json": text.slice(0, text.length / 2),
    "edited.json": text.replace('"zeros": 0', '"zeros": 1'),
    "newer.json": text.replace('"mlx": 1', '"mlx": 2'),
    "empty.json": "",
    "headless.json": sealedText(old),
  });
  const cases: readonly (readonly [string, string, string])[] = [
    ["gone.json", "MLX_NO_SUCH_FILE", "there is no file gone.json"],
    ["now.csv", "MLX_INVALID_BASELINE", "now.csv is not JSON"],
    ["empty.json", "MLX_INVALID_BASELINE", "empty.json is not JSON"],
    ["cut.json", "MLX_INVALID_BASELINE", "cut.json is cut off: its end is missing"],
    ["edited.json", "MLX_INVALID_BASELINE", "was changed after it was written"],
    [
      "newer.json",
      "MLX_INVALID_BASELINE",
      "newer.json was written by a newer mlx (format 2; this one reads 1)",
    ],
    ["drift/shop.baseline.json", "MLX_INVALID_BASELINE", "is no drift profile of mlx, but a drift baseline"],
    ["of-other.json", "MLX_PROFILE_MISFIT", "of-other.json is on the knots of the baseline other ("],
    ["headless.json", "MLX_PROFILE_MISFIT", "headless.json does not say which columns its data have"],
  ];
  for (const [file, code, message] of cases) {
    const { code: exit, error } = await mlx(repo, `drift check shop --profile ${file} --json`);
    expect([file, exit, error.code, error.message]).toEqual([
      file,
      2,
      code,
      expect.stringContaining(message),
    ]);
  }
  await mlx(repo, "drift baseline shop --data other.csv --force");
  const { error } = await mlx(repo, "drift check shop --profile now.json --json");
  expect(error).toMatchObject({
    code: "MLX_PROFILE_MISFIT",
    message: expect.stringContaining("is on the knots of another baseline shop ("),
    hint: "profile the data on the baseline as it is now: mlx drift profile --knots shop FILE",
  });
  expect((await mlx(repo, "drift list --json")).json).toMatchObject({ total: 0 });
});

test("few rows and none are inconclusive by their profile, too", async () => {
  const repo = await watched({ "few.csv": shop(20), "none.csv": "price,city,at\n" });
  for (const name of ["few", "none"]) {
    await mlx(repo, `drift profile --knots shop ${name}.csv --output ${name}.json`);
    const byData = await judged(repo, `shop --data ${name}.csv`);
    expect(await judged(repo, `shop --profile ${name}.json`)).toBe(byData);
    expect(byData).toContain('"code": 5');
  }
});

test("a shard that lacks columns is profiled, and says so; one that has none of them is other data", async () => {
  const repo = await watched({ "less.csv": "city,at\nOslo,2025-01-01\n", "alien.csv": "a,b\n1,2\n" });
  const less = await mlx(repo, "drift profile --knots shop less.csv --output less.json");
  expect([less.code, less.stderr]).toEqual([
    0,
    expect.stringContaining("the data lack 1 column of the baseline: price"),
  ]);
  const added = await mlx(repo, "drift merge now.json less.json --json");
  expect([added.code, added.error.code, added.error.message, added.error.hint]).toEqual([
    2,
    "MLX_PROFILES_DIFFER",
    "less.json lacks the column price, which now.json has",
    "leave less.json out, or add what is lacking to its data (less.csv) and profile it again",
  ]);
  const turned = await mlx(repo, "drift merge less.json now.json --json");
  expect(turned.error.message).toBe("less.json lacks the column price, which now.json has");
  const alien = await mlx(repo, "drift profile --knots shop alien.csv --json");
  expect([alien.code, alien.error.code, alien.error.message, alien.error.hint]).toEqual([
    2,
    "MLX_UNKNOWN_COLUMN",
    "alien.csv has none of the columns of the baseline shop: price, city, at",
    "it has a, b",
  ]);
});

test.each(["NA", "null", "None"])(
  "a shard whose columns hold only %s is added as one of empty cells is, and alone it is judged as its rows are",
  async (word) => {
    const head = "price,paid,member,code";
    const line = (at: number) =>
      `${at % 60}.5,2025-03-${String(1 + (at % 28)).padStart(2, "0")}T12:00:00Z,${at % 3 === 0},${at % 4}`;
    const rows = Array.from({ length: 300 }, (_, at) => line(at));
    const gone = Array.from({ length: 12 }, () => [word, word, word, word].join(","));
    const repo = gitRepo({
      "base.csv": csv(head, rows),
      "full.csv": csv(head, rows.slice(40)),
      "gone.csv": csv(head, gone),
      "now.csv": csv(head, [...rows.slice(40), ...gone]),
    });
    await mlx(repo, "drift baseline shop --data base.csv --kind code=categorical --kind paid=timestamp");
    for (const name of ["full", "gone", "now"])
      await mlx(repo, `drift profile --knots shop ${name}.csv --output ${name}.json`);
    expect((await mlx(repo, "drift merge gone.json full.json --output sum.json")).code).toBe(0);
    const json = await expectSameVerdict(repo, "shop");
    expect([json.includes("type_changed"), json.includes('"what": "missingness"')]).toEqual([false, true]);
    const alone = await judged(repo, "shop --data gone.csv");
    expect(await judged(repo, "shop --profile gone.json")).toBe(alone);
    expect(alone).not.toContain("type_changed");
  },
);

test("such a word is a value of a column that the baseline knows for text", async () => {
  const repo = await watched({ "none.csv": csv("price,city,at", Array(20).fill("1.5,None,2025-01-01")) });
  const both = csv("price,city,at", [
    ...table(shop(200, 9)).rows,
    ...Array<string>(20).fill("1.5,None,2025-01-01"),
  ]);
  repo.write({ "both.csv": both });
  await mlx(repo, "drift profile --knots shop none.csv --output none.json");
  await mlx(repo, "drift merge now.json none.json --output sum.json");
  const byData = await judged(repo, "shop --data both.csv");
  expect(await judged(repo, "shop --profile sum.json")).toBe(byData);
  expect(byData).toMatch(/"new_categories",\s+"message": ".*None/);
});

test("shards without rows are added, whole and within other sums, and change nothing", async () => {
  const head = "price,city,at\n";
  const repo = await watched({ "a.csv": head, "b.csv": head, "more.csv": shop(90) });
  for (const name of ["a", "b", "more"])
    await mlx(repo, `drift profile --knots shop ${name}.csv --output ${name}.json`);
  expect((await mlx(repo, "drift merge a.json b.json --output none.json")).code).toBe(0);
  expect(await judged(repo, "shop --profile none.json")).toBe(await judged(repo, "shop --profile a.json"));
  await mlx(repo, "drift merge a.json now.json --output one.json");
  await mlx(repo, "drift merge b.json more.json --output other.json");
  expect((await mlx(repo, "drift merge one.json none.json other.json --output sum.json")).code).toBe(0);
  expect((await mlx(repo, "drift merge now.json more.json --output plain.json")).code).toBe(0);
  expect(await judged(repo, "shop --profile sum.json")).toBe(await judged(repo, "shop --profile plain.json"));
  expect(JSON.parse(repo.read("sum.json")).data).toMatchObject([{ path: "now.csv" }, { path: "more.csv" }]);
});

test("a shard with fewer than ten values of a redacted column leaves the column of the sum inconclusive; one with none does not", async () => {
  const head = "income,city";
  const rows = Array.from(
    { length: 300 },
    (_, at) => `${((at * 37) % 101) * 100},${at % 2 ? "Oslo" : "Alta"}`,
  );
  const bare = Array.from({ length: 12 }, (_, at) => `,${at % 2 ? "Oslo" : "Alta"}`);
  const repo = gitRepo({
    "base.csv": csv(head, rows),
    "big.csv": csv(head, rows.slice(50)),
    "few.csv": csv(head, rows.slice(0, 9)),
    "bare.csv": csv(head, bare),
    "now.csv": csv(head, [...rows.slice(50), ...bare]),
  });
  await mlx(repo, "drift baseline pay --data base.csv --redact income=drop");
  for (const name of ["big", "few", "bare", "now"])
    await mlx(repo, `drift profile --knots pay ${name}.csv --output ${name}.json`);
  await mlx(repo, "drift merge bare.json big.json --output sum.json");
  expect(await judged(repo, "pay --profile sum.json")).toBe(await judged(repo, "pay --data now.csv"));
  for (const files of ["few.json big.json", "big.json few.json"]) {
    const added = await mlx(repo, `drift merge ${files} --output part.json`);
    expect([added.code, added.stderr]).toEqual([
      0,
      expect.stringContaining(
        "income: its distribution is left out. It is redacted, and few.json does not keep it of a part with fewer than 10 values: make larger shards",
      ),
    ]);
    const { code, json } = await mlx(repo, "drift check pay --profile part.json --json");
    expect(code).toBe(0);
    expect(json["columns"]).toMatchObject([
      {
        name: "income",
        verdict: "inconclusive",
        reason: "it is redacted, and a part of the data has fewer than 10 values, which are not kept",
        tests: [],
      },
      { name: "city", verdict: "ok" },
    ]);
    // Added once more it stays untold, and what needs no place of values is judged all the same.
    expect((await mlx(repo, "drift merge part.json bare.json --output all.json")).code).toBe(0);
    const more = await mlx(repo, "drift check pay --profile all.json --json");
    expect(more.json["columns"]).toMatchObject([
      { name: "income", verdict: "warning", tests: [], changes: [{ what: "missingness" }] },
      { name: "city", verdict: "ok" },
    ]);
  }
  expect((await mlx(repo, "drift report pay --html --output a.html")).code).toBe(0);
});

test("labels that are all NA have not come yet: by the rows and by their profile", async () => {
  const row = (at: number, label: string) => `${(at * 37) % 101},${at % 2},${label}`;
  const rows = (label: (at: number) => string) => Array.from({ length: 200 }, (_, at) => row(at, label(at)));
  const repo = gitRepo({
    "base.csv": csv(
      "x,said,truth",
      rows((at) => String(at % 2)),
    ),
    "now.csv": csv(
      "x,said,truth",
      rows(() => "NA"),
    ),
  });
  await mlx(repo, "drift baseline model --data base.csv --role said=prediction --role truth=label");
  await mlx(repo, "drift profile --knots model now.csv --output now.json");
  const byData = await judged(repo, "model --data now.csv");
  expect(await judged(repo, "model --profile now.json")).toBe(byData);
  expect([byData.includes("there are no labels yet"), byData.includes('"performance"')]).toEqual([
    true,
    false,
  ]);
});
