import { expect, test } from "vitest";
import { baselineText, readBaseline } from "../../../src/drift/baseline.js";
import { columnRoles } from "../../../src/drift/monitor.js";
import { monitorText } from "../../../src/drift/monitor-text.js";
import type { DataProfile, NumericProfile } from "../../../src/drift/profile.js";
import { profileChanges } from "../../../src/drift/profile-changes.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";
import { sealedText } from "../../../src/drift/sealed-text.js";
import { readShard, shardText } from "../../../src/drift/shard.js";

function numeric(
  values: readonly (readonly [number, number])[],
  kind: "numeric" | "timestamp" = "numeric",
): NumericProfile {
  const rows = values.reduce((sum, [, count]) => sum + count, 0);
  const mean = values.reduce((sum, [value, count]) => sum + (value * count) / rows, 0);
  return {
    kind,
    rows,
    nulls: 0,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    zeros: 0,
    min: values[0]?.[0] ?? null,
    max: values.at(-1)?.[0] ?? null,
    mean,
    m2: values.reduce((sum, [value, count]) => sum + (value - mean) ** 2 * count, 0),
    knots: [[values[0]?.[0] ?? 0, 0, values[0]?.[1] ?? 0]],
    values,
  };
}

const profile: DataProfile = {
  rows: 3,
  columns: [
    {
      name: "x",
      type: "DOUBLE",
      profile: numeric([
        [1, 2],
        [4, 1],
      ]),
    },
    {
      name: "true",
      type: "VARCHAR",
      redact: "hash",
      profile: { kind: "categorical", rows: 3, nulls: 1, distinct: 1, top: [['a\n"b"', 2]], other: 0 },
    },
    {
      name: "e",
      type: "DOUBLE[]",
      profile: {
        kind: "embedding",
        rows: 3,
        nulls: 0,
        dimensions: 2,
        centroid: [0.1, 1e-9],
        norm: numeric([[1, 3]]),
        projections: [numeric([[2, 3]])],
      },
    },
    {
      name: "t",
      type: "VARCHAR",
      profile: {
        kind: "text",
        rows: 3,
        nulls: 0,
        empty: 0,
        characters: numeric([[9, 3]]),
        words: numeric([[2, 3]]),
        vocabulary: [["a", 3]],
        unknownShare: numeric([[0, 3]]),
      },
    },
  ],
};
const facts = {
  name: "shop",
  data: { path: "data/a.csv", sha256: "0".repeat(64) },
  created: "2025-06-01T09:30:00.000Z",
  author: "a@b.c",
};

test("a baseline and a shard are read as they were written", () => {
  const { digest, ...read } = readBaseline("f", Buffer.from(baselineText({ ...facts, profile })));
  expect(read).toEqual({ ...facts, profile });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const shard = { baseline: { name: "shop", digest }, data: [facts.data], profile };
  expect(readShard("f", Buffer.from(shardText(shard)))).toEqual(shard);
});

test("a file that is sealed well and says nonsense is refused with the field", () => {
  const base = { mlx: 1, kind: "drift-baseline", ...facts, profile: { rows: 3, columns: [] } };
  const read = (fields: object) => () => readBaseline("f", Buffer.from(sealedText(fields)));
  expect(read(base)).not.toThrow();
  expect(read({ ...base, author: 3 })).toThrow(
    expect.objectContaining({
      code: "MLX_INVALID_BASELINE",
      exitCode: 2,
      message: expect.stringContaining("author"),
    }),
  );
  expect(read({ ...base, extra: 1 })).toThrow("extra");
  const [first] = profile.columns;
  const falling = {
    ...first,
    profile: {
      ...first?.profile,
      knots: [
        [2, 0, 1],
        [1, 1, 2],
      ],
    },
  };
  expect(read({ ...base, profile: { rows: 3, columns: [falling] } })).toThrow("the knots do not rise");
});

test("a file that is sealed well and whose counts do not add up is refused", () => {
  const base = { mlx: 1, kind: "drift-baseline", ...facts };
  const columns = [
    { name: "x", type: "DOUBLE", profile: { ...numeric([[1, 3]]), values: [[1, 2]] } },
    { name: "x", type: "DOUBLE", profile: { ...numeric([[1, 3]]), values: undefined, nulls: 1 } },
    {
      name: "c",
      type: "VARCHAR",
      profile: { kind: "categorical", rows: 3, nulls: 0, distinct: 1, top: [["a", 9]], other: 0 },
    },
  ];
  const read =
    (...all: readonly object[]) =>
    () =>
      readBaseline("f", Buffer.from(sealedText({ ...base, profile: { rows: 3, columns: all } })));
  for (const column of columns) expect(read(column)).toThrow("its counts do not add up to its rows");
  const [fine] = profile.columns;
  expect(read({ ...fine }, { ...fine })).toThrow("two columns have one name");
});

test("where a baseline was changed by hand, the line is named", () => {
  const text = baselineText({ ...facts, profile });
  const read = (changed: string) => () => readBaseline("f", Buffer.from(changed));
  const line = text.split("\n").findIndex((each) => each.startsWith('  "digest"')) + 1;
  expect(read(text.replace('"rows": 3\n  }', '"rows": 4\n  }'))).toThrow(
    `f:${line}:3: it was changed after it was written`,
  );
  expect(read(text.replace('  "author"', '   "author"'))).toThrow(
    "f:2:3: it was changed after it was written: it is not in the form",
  );
  expect(read(`\uFEFF${text}`)).toThrow("f:1:1: it has a byte order mark");
  expect(() => readBaseline("f", Buffer.from(text, "utf16le"))).toThrow(/^f is not/);
});

test("a new monitor is one that can be read, with the roles that were said", () => {
  const roles = new Map([["true", "label"] as const]);
  const leftOut = [{ name: "id", why: "it has another\nvalue in each row" }];
  const text = monitorText(profile, { name: "shop", data: "data/a: b.csv", roles, leftOut });
  const monitor = readMonitor(text, "shop", "drift/shop.drift.yaml");
  expect(monitor.data).toBe("data/a: b.csv");
  expect(monitor.columns.map(({ name, kind, role, redact }) => [name, kind, role, redact])).toEqual([
    ["x", "numeric", "feature", undefined],
    ["true", "categorical", "label", "hash"],
    ["e", "embedding", "embedding", undefined],
    ["t", "text", "text", undefined],
    ["id", "categorical", "feature", undefined],
  ]);
  expect(monitor.columns.filter(({ ignored }) => ignored).map(({ name }) => name)).toEqual(["id"]);
  expect(text).toContain("it has another value in each row");
  for (const role of columnRoles) expect(text).toContain(role);
});

test("a new monitor of data with two columns of times can be read, too", () => {
  const time = (name: string) => ({ name, type: "DATE", profile: numeric([[1, 3]], "timestamp") });
  const times = { rows: 3, columns: [time("from"), time("until")] };
  const text = monitorText(times, { name: "t", data: "t.csv", roles: new Map(), leftOut: [] });
  expect(readMonitor(text, "t", "t").columns.map(({ role }) => role)).toEqual(["timestamp", "timestamp"]);
});

test("what a new baseline changes is told in figures", () => {
  const other: DataProfile = {
    rows: 4,
    columns: [
      {
        name: "x",
        type: "DOUBLE",
        profile: numeric([
          [1, 3],
          [6, 1],
        ]),
      },
      {
        name: "true",
        type: "VARCHAR",
        profile: {
          kind: "categorical",
          rows: 4,
          nulls: 0,
          distinct: 2,
          top: [
            ["c", 3],
            ["d", 1],
          ],
          other: 0,
        },
      },
      { name: "e", type: "BIGINT", profile: numeric([[1, 4]]) },
      { name: "new", type: "BIGINT", profile: numeric([[1, 4]]) },
    ],
  };
  expect(profileChanges(profile, other)).toEqual([
    "rows: 3 → 4",
    "t: removed",
    "x: mean 2 → 2.25",
    "x: greatest 4 → 6",
    "x: standard deviation 1.4142 → 2.1651",
    "true: without a value 33.3 % → 0 %",
    "true: 1 different values → 2",
    'true: new: "c", "d"',
    'true: gone: "a\\n\\"b\\""',
    "e: embedding → numeric",
    "new: new, numeric",
  ]);
  expect(profileChanges(profile, profile)).toEqual([]);
});

test("a shard keeps the columns of its data, with counts where its profile does not tell them", () => {
  const header = [
    { name: "x", type: "DOUBLE" },
    { name: "true", type: "VARCHAR" },
    { name: "new", type: "BIGINT", readable: { values: 3, fitting: 3 } },
  ];
  const shard = { baseline: { name: "a", digest: "0".repeat(64) }, data: [], header, profile };
  const text = shardText(shard);
  expect(text).toContain('    ["x", "DOUBLE"],\n    ["true", "VARCHAR"],\n    ["new", "BIGINT", 3, 3]\n');
  expect(readShard("s.json", Buffer.from(text))).toEqual(shard);
  const { header: _, ...headless } = shard;
  expect(readShard("s.json", Buffer.from(shardText(headless)))).toEqual(headless);
  const twice = shardText({ ...shard, header: [...header, { name: "x", type: "DATE" }] });
  expect(() => readShard("s.json", Buffer.from(twice))).toThrow("two columns have one name");
});
