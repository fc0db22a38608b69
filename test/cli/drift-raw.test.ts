import { expect, test } from "vitest";
import { SeededRandom } from "../../src/stats/seeded-random.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

/** Two columns that go together, or against each other: each by itself looks the same. */
function pairs(seed: string, sign: 1 | -1, rows = 1200): string {
  const random = new SeededRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const a = random.below(2001) / 1000 - 1;
    const noise = (random.below(2001) / 1000 - 1) / 5;
    const b = sign * a + noise;
    const product = a * b;
    return `${a},${b},${product > 10 ? "x" : "y"}`;
  });
  return ["a,b,c", ...lines, ""].join("\n");
}

async function watched(files: Record<string, string>) {
  const repo = gitRepo({ "base.csv": pairs("a", 1), ...files });
  await mlx(repo, "drift baseline pairs --data base.csv");
  return repo;
}

test("columns that do not hang together any more are a warning, though each looks the same by itself", async () => {
  const repo = await watched({ "turned.csv": pairs("b", -1), "fair.csv": pairs("b", 1) });
  const without = await mlx(repo, "drift check pairs --data turned.csv --json");
  expect(without.json["verdict"]).toBe("ok");
  const { code, json } = await mlx(repo, "drift check pairs --data turned.csv --raw --json");
  expect([code, json["verdict"]]).toEqual([0, "warning"]);
  expect(json["reason"]).toContain("no column drifted by itself; all columns together");
  expect(json["multivariate"]).toMatchObject([
    { name: "domain_classifier" },
    { name: "pca_reconstruction", drifted: true },
  ]);
  const fair = await mlx(repo, "drift check pairs --data fair.csv --raw --json");
  expect([fair.code, fair.json["verdict"]]).toEqual([0, "ok"]);
});

test("tests that need values are added where there are too many for a profile to keep", async () => {
  const repo = await watched({ "now.csv": pairs("c", 1) });
  const names = async (options: string) => {
    const { json } = await mlx(repo, `drift check pairs --data now.csv --json ${options}`);
    const columns: { name: string; tests: { name: string }[] }[] = JSON.parse(
      JSON.stringify(json["columns"]),
    );
    return columns.find(({ name }) => name === "a")?.tests.map(({ name }) => name) ?? [];
  };
  expect(await names("")).not.toContain("anderson_darling");
  const raw = await names("--raw");
  expect(raw).toEqual(expect.arrayContaining(["anderson_darling", "cramer_von_mises"]));
  expect(new Set(raw).size).toBe(raw.length);
});

test("without the baseline's data --raw is refused, and a check without it is not", async () => {
  const repo = await watched({ "now.csv": pairs("d", 1) });
  repo.remove("base.csv");
  const { code, stderr } = await mlx(repo, "drift check pairs --data now.csv --raw");
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("the data of the baseline, base.csv, are not at hand"),
  ]);
  expect((await mlx(repo, "drift check pairs --data now.csv")).code).toBe(0);
});

test("vectors are compared by maximum mean discrepancy", async () => {
  const vectors = (seed: string, shift: number) => {
    const random = new SeededRandom(seed);
    const part = () => random.below(1000) / 1000 + shift;
    const lines = Array.from({ length: 200 }, () => JSON.stringify({ e: [part(), part(), part()] }));
    return `${lines.join("\n")}\n`;
  };
  const repo = gitRepo({
    "base.jsonl": vectors("e", 0),
    "moved.jsonl": vectors("f", 0.5),
    "fair.jsonl": vectors("g", 0),
  });
  await mlx(repo, "drift baseline v --data base.jsonl");
  const moved = await mlx(repo, "drift check v --data moved.jsonl --raw --json");
  expect(moved.json).toMatchObject({ verdict: "drift", columns: [{ kind: "embedding" }] });
  expect(JSON.stringify(moved.json["columns"])).toContain('"name":"mmd"');
  expect((await mlx(repo, "drift check v --data fair.jsonl --raw --json")).json["verdict"]).toBe("ok");
});
