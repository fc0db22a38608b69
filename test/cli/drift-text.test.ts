import { expect, test } from "vitest";
import { sealedText } from "../../src/drift/sealed-text.js";
import { SeededRandom } from "../../src/stats/seeded-random.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

function tickets(words: readonly string[], rows = 300): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const some = [0, 1, 2, 3, 4, 5].map((offset) => words[(at * 7 + offset * offset) % words.length]);
    return JSON.stringify({ text: `please help with ${some.join(" ")} thank you`, at });
  });
  return `${lines.join("\n")}\n`;
}

const shop = ["order", "refund", "parcel", "invoice", "delivery", "address", "voucher", "return"];

test("texts about the same are ok, and texts about something else drift", async () => {
  const repo = gitRepo({
    "base.jsonl": tickets(shop),
    "fair.jsonl": tickets(shop, 280),
    "other.jsonl": tickets(["login", "password", "error", "screen", "update", "crash", "phone", "install"]),
  });
  await mlx(repo, "drift baseline tickets --data base.jsonl --kind text=text");
  expect((await mlx(repo, "drift check tickets --data fair.jsonl")).code).toBe(0);
  const { code, stdout } = await mlx(repo, "drift check tickets --data other.jsonl");
  expect(code).toBe(1);
  expect(stdout).toContain("✗ text: its texts have changed");
});

const subjects = [
  ["refund", "money", "invoice", "payment", "charge", "bank", "card", "receipt", "price", "voucher"],
  ["login", "password", "account", "reset", "locked", "mail", "code", "browser", "session", "username"],
  ["parcel", "courier", "address", "late", "street", "tracking", "depot", "driver", "doorstep", "neighbour"],
  ["screen", "crash", "update", "install", "phone", "tablet", "version", "button", "freeze", "battery"],
];

/** Tickets of four words of one subject. @param shares of the subjects, in hundredths. */
function mixed(seed: string, rows: number, shares: readonly number[]): string[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: rows }, () => {
    let drawn = random.below(100);
    const subject = shares.findIndex((share) => {
      drawn -= share;
      return drawn < 0;
    });
    const words = Array.from({ length: 4 }, () => subjects[subject]?.[random.below(10)]);
    return JSON.stringify({ text: `hello ${words.join(" ")} ticket${random.below(10_000)}` });
  });
}

const even = [25, 25, 25, 25];

async function desk(files: Record<string, readonly string[]> = {}) {
  const all = { "base.jsonl": mixed("base", 1200, even), ...files };
  const repo = gitRepo(
    Object.fromEntries(Object.entries(all).map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
  );
  await mlx(repo, "drift baseline desk --data base.jsonl --kind text=text");
  return repo;
}

test("subjects in other shares are told by their words, though no word comes much more often", async () => {
  const repo = await desk({ "now.jsonl": mixed("now", 1000, [45, 15, 20, 20]) });
  const { code, json } = await mlx(repo, "drift check desk --data now.jsonl --json");
  expect(code).toBe(1);
  const [column] = JSON.parse(JSON.stringify(json["columns"]));
  expect(column.tests.slice(0, 2)).toMatchObject([
    { name: "total_variation", of: "topics", drifted: true, deciding: true },
    { name: "chi_square", of: "topics", drifted: true, deciding: true },
  ]);
  expect(column.topics.totalVariation).toBeGreaterThan(0.12);
  expect(column.topics.totalVariation).toBeLessThan(0.28);
  const refunds = column.topics.topics.filter(({ terms }: { terms: string[] }) =>
    terms.slice(0, 3).every((term) => subjects[0]?.includes(term)),
  );
  const sum = (side: "before" | "after") =>
    refunds.reduce((total: number, topic: Record<string, number>) => total + (topic[side] ?? 0), 0);
  expect(sum("before")).toBeCloseTo(0.25, 1);
  expect(sum("after")).toBeGreaterThan(0.38);
  const { stdout } = await mlx(repo, "drift check desk --data now.jsonl");
  expect(stdout.replaceAll("\n  ", " ")).toMatch(
    /✗ text: its texts are about other things: .+ → .+ \(total variation of topics 0\.\d+/,
  );
  expect(stdout).toMatch(/what text is about, before → now; \d more moved less$/m);
  expect(stdout).toMatch(/^ {2}\d+(?:\.\d)? % → \d+(?:\.\d)? % +\w+, \w+, \w+, \w+, \w+$/m);
});

test("the same subjects in the same shares are ok, and the topics are in the reports", async () => {
  const repo = await desk({ "now.jsonl": mixed("fair", 1000, even) });
  expect((await mlx(repo, "drift check desk --data now.jsonl --output now.html")).code).toBe(0);
  expect((await mlx(repo, "drift check desk --data now.jsonl --output now.md")).code).toBe(0);
  const terms = [...repo.read("now.md").matchAll(/^\| `(\w+, \w+, [^`]+)` \|/gm)].map(
    ([, list]) => list ?? "",
  );
  expect(terms.length).toBeGreaterThanOrEqual(4);
  expect(repo.read("now.md")).toMatch(/#### What `text` is about: total variation 0\.0\d+/);
  for (const list of terms) expect(repo.read("now.html")).toContain(`<td>${list}</td>`);
});

test("a baseline of the same bytes has the same topics; words of few tickets are not among them", async () => {
  const repo = await desk();
  const first = repo.read("drift/desk.baseline.json");
  const { topics } = JSON.parse(first).profile.columns[0].profile;
  expect(first).toMatch(/^ {12}"terms": \[\n {14}\["account", (?:\d+, )+\d+\],$/m);
  expect(topics.terms.map(([term]: [string]) => term)).toEqual(subjects.flat().sort());
  const { stdout } = await mlx(repo, "drift baseline desk --data base.jsonl");
  expect(stdout).toContain("is of these data already");
});

test("shards count on the topics of the baseline, and add up to the whole", async () => {
  const lines = mixed("shards", 900, [40, 20, 20, 20]);
  const repo = await desk({
    "all.jsonl": lines,
    "a.jsonl": lines.slice(0, 250),
    "b.jsonl": lines.slice(250, 300),
    "c.jsonl": lines.slice(300),
  });
  for (const name of ["all", "a", "b", "c"])
    await mlx(repo, `drift profile --knots desk ${name}.jsonl --output ${name}.json`);
  expect((await mlx(repo, "drift merge a.json b.json c.json --output sum.json")).code).toBe(0);
  const topicsOf = (file: string) => JSON.parse(repo.read(file)).profile.columns[0].profile.topics;
  expect(topicsOf("sum.json")).toEqual(topicsOf("all.json"));
  const { texts, none } = topicsOf("all.json");
  expect(texts.reduce((sum: number, count: number) => sum + count, none)).toBe(900);
});

test("a redacted column keeps no word, and so no topic", async () => {
  const repo = await desk();
  for (const redact of ["hash", "drop"]) {
    await mlx(repo, `drift baseline ${redact} --data base.jsonl --kind text=text --redact text=${redact}`);
    const text = repo.read(`drift/${redact}.baseline.json`);
    expect(text).not.toContain('"topics"');
    expect(subjects.flat().filter((word) => text.includes(word))).toEqual([]);
  }
});

test("a baseline without topics, as an older mlx wrote it, is checked by words alone", async () => {
  const repo = await desk({ "now.jsonl": mixed("now", 1000, even) });
  const { digest: _, ...fields } = JSON.parse(repo.read("drift/desk.baseline.json"));
  const { topics: __, ...profile } = fields.profile.columns[0].profile;
  const columns = [{ ...fields.profile.columns[0], profile }];
  repo.write({
    "drift/desk.baseline.json": sealedText({ ...fields, profile: { ...fields.profile, columns } }),
  });
  const { code, json } = await mlx(repo, "drift check desk --data now.jsonl --json");
  expect(code).toBe(0);
  const [column] = JSON.parse(JSON.stringify(json["columns"]));
  expect(column.topics).toBeUndefined();
  expect(column.tests[0]).toMatchObject({ name: "total_variation", of: "words" });
});
