import { expect, test } from "vitest";
import type { DriftBaseline } from "../../../src/drift/baseline.js";
import type {
  CategoricalProfile,
  ColumnProfile,
  DataProfile,
  NamedProfile,
} from "../../../src/drift/profile.js";
import type { CurrentColumn } from "../../../src/drift/schema-changes.js";
import type { ShardProfile } from "../../../src/drift/shard.js";
import { shardMisfit } from "../../../src/drift/shard-fit.js";
import { numericProfileOf } from "../../support/numeric-profile.js";
import { textProfileOf } from "../../support/text-profile.js";

const digest = "a".repeat(64);
const price = numericProfileOf([1, 2, 3]);
const texts = textProfileOf(["a red bird", "a blue bird", "no bird"]);
const city: CategoricalProfile = {
  ...{ kind: "categorical", rows: 3, nulls: 0, distinct: 2, other: 0 },
  top: [
    ["Oslo", 2],
    ["Bergen", 1],
  ],
};
const vectors: ColumnProfile = {
  ...{ kind: "embedding", rows: 3, nulls: 0, dimensions: 2, centroid: [0, 1] },
  norm: price,
  projections: [price],
};

const types = new Map([
  ["price", "DOUBLE"],
  ["v", "DOUBLE[2]"],
]);
const typeOf = (name: string) => types.get(name) ?? "VARCHAR";
const named = (name: string, profile: ColumnProfile): NamedProfile => ({ name, type: typeOf(name), profile });
/** Price and city, what is said of price being given. */
const headed = (price: Omit<CurrentColumn, "name">): ShardProfile =>
  shardOf(
    { rows: 3, columns: columns.slice(0, 2) },
    {
      header: [
        { name: "price", ...price },
        { name: "city", type: "VARCHAR" },
      ],
    },
  );
const columns = [named("price", price), named("city", city), named("said", texts), named("v", vectors)];
const baseline: DriftBaseline = {
  ...{ name: "shop", created: "2026-01-01T00:00:00.000Z", author: "a@example.com", digest },
  data: { path: "base.csv", sha256: digest },
  profile: { rows: 3, columns },
};

function shardOf(profile: DataProfile, more: Partial<ShardProfile> = {}): ShardProfile {
  const header = profile.columns.map(({ name, type }) => ({ name, type }));
  return { baseline: { name: "shop", digest }, data: [], header, profile, ...more };
}

/** The baseline's columns with one of them in place of its own. */
function having(column: NamedProfile): ShardProfile {
  return shardOf({ rows: 3, columns: columns.map((each) => (each.name === column.name ? column : each)) });
}

test("a profile at the places of the baseline fits, also without columns that the data lack", () => {
  expect(shardMisfit(shardOf(baseline.profile), baseline)).toBeUndefined();
  expect(shardMisfit(shardOf({ rows: 3, columns: columns.slice(2) }), baseline)).toBeUndefined();
  const fresh: CategoricalProfile = { ...city, top: [["Oslo", 2]], other: 1, fresh: [["Alta", 1]] };
  expect(shardMisfit(having(named("city", fresh)), baseline)).toBeUndefined();
});

test("another baseline of the same name and one of another name are told apart", () => {
  const taken = { baseline: { name: "shop", digest: "b".repeat(64) } };
  expect(shardMisfit(shardOf(baseline.profile, taken), baseline)).toEqual({
    message:
      "is on the knots of another baseline shop (bbbbbbbbbbbb) than the one that is here (aaaaaaaaaaaa)",
    hint: "profile the data on the baseline as it is now: mlx drift profile --knots shop FILE",
  });
  const other = { baseline: { name: "churn", digest: "b".repeat(64) } };
  expect(shardMisfit(shardOf(baseline.profile, other), baseline)).toMatchObject({
    message: "is on the knots of the baseline churn (bbbbbbbbbbbb), and shop goes by its own (aaaaaaaaaaaa)",
    hint: expect.stringContaining("check it by churn, or profile the data"),
  });
});

test.each<[string, ShardProfile]>([
  ["has a column extra, which the baseline lacks", shardOf({ rows: 3, columns: [named("extra", price)] })],
  ["has a profile of price, and no such column", shardOf(baseline.profile, { header: [] })],
  [
    "has a column city and no profile of it",
    shardOf(
      { rows: 3, columns: [named("price", price)] },
      { header: ["price", "city"].map((name) => ({ name, type: typeOf(name) })) },
    ),
  ],
  ["counts other rows of price than of the whole", shardOf({ rows: 4, columns: [named("price", price)] })],
  ["does not say how many values there are in price", headed({ type: "VARCHAR" })],
  [
    "does not say how many values there are in price",
    headed({ type: "VARCHAR", readable: { values: 4, fitting: 0 } }),
  ],
  [
    "does not say how many values there are in price",
    headed({ type: "VARCHAR", readable: { values: 2, fitting: 3 } }),
  ],
  ["has categorical values where the baseline has numeric in price", having(named("price", city))],
  ["is not redacted as the baseline is in city", having({ ...named("city", city), redact: "hash" })],
  ["counts at other places than the baseline in price", having(named("price", numericProfileOf([1, 2, 4])))],
  [
    "counts at other places than the baseline in city",
    having(named("city", { ...city, top: [["Alta", 3]] })),
  ],
  [
    "counts at other places than the baseline in city",
    having(named("city", { ...city, fresh: [["Oslo", 1]], top: [["Bergen", 1]], other: 2 })),
  ],
  [
    "counts at other places than the baseline in said",
    having(named("said", textProfileOf(["one", "two", "3"]))),
  ],
  [
    "counts at other places than the baseline in said",
    having(named("said", { ...texts, unknownShare: price })),
  ],
  ["counts at other places than the baseline in v", having(named("v", { ...vectors, dimensions: 3 }))],
  ["counts at other places than the baseline in v", having(named("v", { ...vectors, projections: [] }))],
])("a profile is refused that %s", (message, shard) => {
  expect(shardMisfit(shard, baseline)?.message).toBe(message);
});

test("a redacted column that does not tell where its values lie fits, however many they are; others without knots do not", () => {
  const few = { ...price, values: [], knots: [], min: null, max: null, mean: null, m2: null };
  const { values: _, ...hidden } = few;
  for (const rows of [3, 30]) {
    const column = named("price", { ...hidden, rows });
    expect(shardMisfit(shardOf({ rows, columns: [column] }), baseline)).toBeUndefined();
  }
  expect(shardMisfit(having(named("price", { ...price, knots: [] })), baseline)?.message).toBe(
    "counts at other places than the baseline in price",
  );
});
