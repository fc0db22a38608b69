import { expect, test } from "vitest";
import { profileSource } from "../../../src/duckdb/profile-source.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { openTable } from "../../support/open-table.js";

test("all nulls, a constant, infinities and NaN are counted apart", async () => {
  const source = await openTable("a.csv", "none,same,odd\n,5,inf\n,5,NaN\n,5,-inf\n,5,2\n,5,\n");
  const profile = await profileSource(source, [
    { name: "none", kind: "numeric" },
    { name: "same", kind: "numeric" },
    { name: "odd", kind: "numeric" },
    { name: "none", kind: "categorical" },
  ]);
  const [none, same, odd, empty] = profile.columns.map((column) => column.profile);
  expect(none).toMatchObject({ rows: 5, nulls: 5, min: null, mean: null, knots: [], values: [] });
  expect(same).toMatchObject({ nulls: 0, min: 5, max: 5, mean: 5, m2: 0, knots: [[5, 0, 5]] });
  expect(odd).toMatchObject({
    nulls: 1,
    nan: 1,
    positiveInfinity: 1,
    negativeInfinity: 1,
    mean: 2,
    values: [[2, 1]],
  });
  expect(empty).toEqual({ kind: "categorical", rows: 5, nulls: 5, distinct: 0, top: [], other: 0 });
});

test("one row, and none, have a profile", async () => {
  const one = await openTable("a.csv", "x,c\n4,y\n");
  const columns = [
    { name: "x", kind: "numeric" },
    { name: "c", kind: "categorical" },
  ] as const;
  expect(await profileSource(one, columns)).toMatchObject({
    rows: 1,
    columns: [{ profile: { mean: 4, m2: 0 } }, { profile: { top: [["y", 1]] } }],
  });
  const none = await openTable("a.csv", "x,c\n");
  expect(await profileSource(none, columns)).toMatchObject({
    rows: 0,
    columns: [{ profile: { mean: null } }, { profile: { top: [] } }],
  });
});

test("the same file gives the same profile on one thread and on four", async () => {
  const random = new SeededRandom("threads");
  const rows = Array.from({ length: 30_000 }, () => {
    const next = () => random.next() / 2 ** 32;
    return `${(next() - 0.5) * 1e9},v${Math.floor(next() ** 2 * 900)},"some words ${Math.floor(next() * 50)} here",${next()},${next() * 1e6}`;
  });
  const text = ["x,c,t,e_0,e_1", ...rows, ""].join("\n");
  const profiles = [];
  for (const threads of [1, 4, 4]) {
    const source = await openTable("a.csv", text, threads);
    const kinds = [
      { name: "x", kind: "numeric" },
      { name: "c", kind: "categorical" },
      { name: "t", kind: "text" },
      { name: "e", kind: "embedding" },
    ] as const;
    profiles.push(JSON.stringify(await profileSource(source, kinds)));
  }
  expect(profiles[1]).toBe(profiles[0]);
  expect(profiles[2]).toBe(profiles[0]);
});

test("whole numbers are the same categories, whatever the file makes of their type", async () => {
  const [whole, broken] = [await openTable("a.csv", "c\n1\n2\n"), await openTable("b.csv", "c\n1\n2\n2.5\n")];
  const columns = [{ name: "c", kind: "categorical" }] as const;
  expect((await profileSource(whole, columns)).columns[0]?.profile).toMatchObject({
    top: [
      ["1", 1],
      ["2", 1],
    ],
  });
  expect((await profileSource(broken, columns)).columns[0]?.profile).toMatchObject({
    top: [
      ["1", 1],
      ["2", 1],
      ["2.5", 1],
    ],
  });
});

test("times are milliseconds since 1970, those without a zone in UTC", async () => {
  const source = await openTable(
    "a.csv",
    "naive,zoned,day\n1970-01-01 00:00:01,1970-01-01T01:00:01+01:00,1970-01-02\n",
  );
  const kinds = ["naive", "zoned", "day"].map((name) => ({ name, kind: "timestamp" }) as const);
  const { columns } = await profileSource(source, kinds);
  expect(columns.map(({ profile }) => "min" in profile && profile.min)).toEqual([1000, 1000, 86_400_000]);
});

test("vectors are read from lists, from columns in a row and from text that is JSON", async () => {
  const lists = await openTable("a.jsonl", '{"e":[3,4]}\n{"e":[0,0]}\n{"e":[1]}\n{"e":null}\n');
  const parts = await openTable("a.csv", "e_0,e_1\n3,4\n0,0\n,1\n,\n");
  const texts = await openTable("b.csv", 'e\n"[3,4]"\n"[0,0]"\n"[1]"\nx\n');
  for (const source of [lists, parts, texts]) {
    const { columns } = await profileSource(source, [{ name: "e", kind: "embedding" }]);
    expect(columns[0]?.profile).toMatchObject({
      rows: 4,
      nulls: 2,
      dimensions: 2,
      centroid: [1.5, 2],
      norm: {
        values: [
          [0, 1],
          [5, 1],
        ],
      },
    });
  }
});

test("texts are profiled by their lengths, their words, and the words that a baseline does not have", async () => {
  const before = await openTable("a.csv", 't\n"The cat’s mat"\nthe dog\n\n" "\n');
  const columns = [{ name: "t", kind: "text" }] as const;
  const baseline = await profileSource(before, columns);
  expect(baseline.columns[0]?.profile).toMatchObject({
    rows: 4,
    nulls: 1,
    empty: 1,
    words: {
      values: [
        [0, 1],
        [2, 1],
        [3, 1],
      ],
    },
    vocabulary: [
      ["the", 2],
      ["cat’s", 1],
      ["dog", 1],
      ["mat", 1],
    ],
    unknownShare: { values: [[0, 2]] },
  });
  const after = await openTable("a.csv", "t\nthe zebra\nzebra zebra\n");
  expect((await profileSource(after, columns, baseline)).columns[0]?.profile).toMatchObject({
    vocabulary: [["the", 1]],
    unknownShare: {
      values: [
        [0.5, 1],
        [1, 1],
      ],
    },
  });
});

test("columns of a wide table are profiled as those of a narrow one", async () => {
  const names = Array.from({ length: 450 }, (_, at) => `c${at}`);
  const rows = Array.from({ length: 40 }, (_, row) =>
    names.map((_, at) => (at % 3 ? row * at : `v${(row * at) % 5}`)).join(","),
  );
  const wide = await openTable("a.csv", [names.join(","), ...rows, ""].join("\n"));
  const columns = names.map((name, at) => ({
    name,
    kind: at % 3 ? ("numeric" as const) : ("categorical" as const),
  }));
  const { columns: profiles } = await profileSource(wide, columns);
  expect(profiles.map(({ name }) => name)).toEqual(names);
  for (const at of [0, 100, 449]) {
    const [alone] = (await profileSource(wide, columns.slice(at, at + 1))).columns;
    expect(profiles[at]).toEqual(alone);
  }
});

test("on a baseline, values that it does not list are told apart", async () => {
  const columns = [{ name: "c", kind: "categorical" }] as const;
  const baseline = await profileSource(await openTable("a.csv", "c\nx\nx\ny\n"), columns);
  const after = await profileSource(await openTable("a.csv", "c\nx\nz\nz\n''\n"), columns, baseline);
  expect(after.columns[0]?.profile).toEqual({
    kind: "categorical",
    rows: 4,
    nulls: 0,
    distinct: 3,
    top: [["x", 1]],
    other: 3,
    fresh: [
      ["''", 1],
      ["z", 2],
    ],
  });
});

test("200,000 different strings are counted, the commonest kept, long ones cut", async () => {
  const long = "x".repeat(5000);
  const rows = Array.from({ length: 200_000 }, (_, at) => `id${at}`);
  const source = await openTable("a.csv", ["c", ...rows, "id7", long, ""].join("\n"));
  const { columns } = await profileSource(source, [{ name: "c", kind: "categorical" }]);
  expect(columns[0]?.profile).toMatchObject({ rows: 200_002, distinct: 200_001, other: 199_801 });
  expect(columns[0]?.profile).toHaveProperty("top.0", ["id7", 2]);
});
