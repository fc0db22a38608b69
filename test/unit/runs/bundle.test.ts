import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../../src/core/canonical-json.js";
import { MlxError } from "../../../src/core/errors.js";
import { sha256Of } from "../../../src/core/sha256.js";
import { asUlid } from "../../../src/core/ulid.js";
import { bundleOf, formatBundle, mergeAnnotations, type RunContent } from "../../../src/runs/bundle.js";
import { parseBundle } from "../../../src/runs/parse-bundle.js";
import type { Annotation } from "../../../src/runs/types.js";

const id = asUlid("01HF0000000000000000000000");

function content(change: object = {}): RunContent {
  return {
    id,
    experiment: "digits",
    kind: "command",
    status: "finished",
    startTime: 1_000,
    endTime: 2_000,
    exitCode: 0,
    git: { commit: "c".repeat(40), dirty: false },
    params: { lr: "0.1" },
    metrics: {
      loss: [
        [0, 5, "NaN"],
        [0, 5, 0.5],
        [1, 5, "-Infinity"],
      ],
    },
    context: {
      mlxVersion: "0.1.0",
      command: { argv: ["node"], cwd: ".", inputs: [], outputs: [], metricsFiles: [] },
    },
    artifacts: [{ path: "a/b.txt", sha256: sha256Of("b"), size: 1, loggedAt: 3 }],
    checkpoints: [{ step: 1, path: "a", loggedAt: 3 }],
    inputs: [{ name: "iris", digest: "d", sourceType: "local", source: "x", tags: {} }],
    models: [
      {
        id: `m-${"0".repeat(32)}`,
        runId: id,
        name: "net",
        status: "LOGGED_MODEL_READY",
        createdAt: 1,
        updatedAt: 2,
        params: {},
        tags: {},
        metrics: [{ key: "v", value: Number.NaN, step: 0, timestamp: 0 }],
      },
    ],
    ...change,
  };
}

const annotations = {
  name: { value: "train", at: 1_000 },
  deleted: { value: null, at: 1_500 },
  "tag:team": { value: "red", at: 1_000 },
};

/** A bundle with a change that its digest covers, as somebody who knows the format would write it. */
function forged(change: object, more: object = {}): unknown {
  return JSON.parse(canonicalJson({ ...bundleOf(content(change), annotations), ...more }));
}

function refusal(value: unknown): MlxError {
  try {
    parseBundle(value);
  } catch (error) {
    if (error instanceof MlxError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("canonical JSON", () => {
  test("sorts keys by bytes, indents by two, ends with a newline and writes what JSON lacks as text", () => {
    const value = {
      b: [1, { d: undefined, c: Number.NaN }],
      "\u{1f600}": [],
      "\uffff": {},
      a: -0,
      10: "x",
      9: null,
    };
    expect(canonicalJson(value)).toBe(
      `{\n  "10": "x",\n  "9": null,\n  "a": 0,\n  "b": [\n    1,\n    {\n      "c": "NaN"\n    }\n  ],\n  "\uffff": {},\n  "\u{1f600}": []\n}\n`,
    );
  });

  test("does not depend on the order in which keys were set", () => {
    expect(canonicalJson({ a: 1, b: { c: 2, d: 3 } })).toBe(canonicalJson({ b: { d: 3, c: 2 }, a: 1 }));
  });
});

describe("a bundle", () => {
  test("is read back as it was written, NaN and the infinities too", () => {
    const bundle = bundleOf(content(), annotations);
    expect(parseBundle(JSON.parse(formatBundle(bundle)))).toEqual(bundle);
  });

  test("keeps parts of the context that a newer mlx has written", () => {
    const context = {
      future: { a: [1] },
      log: { sha256: sha256Of("l"), size: 1, written: 1, truncated: false, codec: 2 },
    };
    expect(parseBundle(forged({ context })).content.context).toEqual(context);
  });

  test("whose content was changed is refused by its digest", () => {
    const bundle = bundleOf(content(), annotations);
    const changed = { ...bundle, content: { ...bundle.content, params: { lr: "0.2" } } };
    expect(refusal(JSON.parse(canonicalJson(changed)))).toMatchObject({
      code: "MLX_INVALID_BUNDLE",
      exitCode: 3,
      message: expect.stringContaining("digest"),
    });
  });

  test.each([
    "../up",
    "a/../../up",
    "/etc/passwd",
    "C:/x",
    "c:x",
    "a\\b",
    "a//b",
    "a/",
    "./a",
    "",
    "a\nb",
    "a\u0000",
    "\u0085",
    "\ud800",
    ".git/hooks/pre-commit",
    "a/.GIT/config",
    "x".repeat(5_000),
  ])("with the artifact path %j is refused, and the place told", (path) => {
    const artifacts = [...content().artifacts, { path, sha256: sha256Of("x"), size: 1, loggedAt: 1 }];
    expect(refusal(forged({ artifacts })).message).toMatch(/^content\.artifacts\[1\]\.path: /);
    const checkpoints = [{ step: 1, path, loggedAt: 1 }];
    expect(refusal(forged({ checkpoints })).message).toMatch(/^content\.checkpoints\[0\]\.path: /);
  });

  test.each([".gitignore", "..a", "a..b", "модель/ü.bin", "a b", ".hidden/x"])(
    "may have the artifact path %j",
    (path) => {
      const artifacts = [{ path, sha256: sha256Of("x"), size: 1, loggedAt: 1 }];
      expect(parseBundle(forged({ artifacts })).content.artifacts).toEqual(artifacts);
    },
  );

  const other = asUlid("01HF0000000000000000000001");
  const model = content().models[0];
  test.each<[string, object]>([
    ["content.id", { id: "01hf" }],
    ["content.status", { status: "running" }],
    ["content.kind", { kind: "other" }],
    ["content.startTime", { startTime: -1 }],
    ["content.endTime", { endTime: 1e300 }],
    ["content.endTime", { endTime: undefined }],
    ["content.exitCode", { exitCode: 1.5 }],
    ["content.signal", { signal: "rm -rf" }],
    ["content.git.commit", { git: { commit: "--upload-pack=x", dirty: false } }],
    ["content.params.lr", { params: { lr: 1 } }],
    ["content.params.", { params: { "": "x" } }],
    ["content.metrics.loss[0][0]", { metrics: { loss: [[0.5, 1, 1]] } }],
    ["content.metrics.loss[0][2]", { metrics: { loss: [[0, 1, "many"]] } }],
    ["content.metrics.loss", { metrics: { loss: [[1, 1, 1], [0, 1, 1]] } }], // biome-ignore format: one case a line
    ["content.metrics.loss", { metrics: { loss: [[1, 1, 1], [1, 1, 1]] } }], // biome-ignore format: one case a line
    ["content.artifacts[0].sha256", { artifacts: [{ path: "a", sha256: "x", size: 1, loggedAt: 1 }] }],
    ["content.artifacts[0].size", { artifacts: [{ ...content().artifacts[0], size: -1 }] }],
    ["content.artifacts[1].path", { artifacts: [content().artifacts[0], content().artifacts[0]] }],
    ["content.models[0].id", { models: [{ ...model, id: "m-../../x" }] }],
    ["content.models[0].runId", { models: [{ ...model, runId: other }] }],
    [
      "content.context.log.sha256",
      { context: { log: { sha256: "x", size: 1, written: 1, truncated: false } } },
    ],
    ["content.context.command.argv", { context: { command: { ...content().context.command, argv: "rm" } } }],
    ["content.context", { context: "none" }],
    [
      "content.context.code.snapshot.ref",
      { context: { code: { changes: [], snapshot: snapshot("refs/heads/main") } } },
    ],
    [
      "content.context.code.snapshot.ref",
      { context: { code: { changes: [], snapshot: snapshot(`refs/mlx/runs/${other}`) } } },
    ],
    ["content", { extra: 1 }],
  ])("is refused for its %s", (place, change) => {
    const error = refusal(forged(change));
    expect(error.code).toBe("MLX_INVALID_BUNDLE");
    expect(error.message.startsWith(place)).toBe(true);
    expect(error.message.length).toBeGreaterThan(place.length + 4);
  });

  test.each<[string, object]>([
    ["annotations.other", { other: { value: "x", at: 1 } }],
    ["annotations.tag:", { "tag:": { value: "x", at: 1 } }],
    ["annotations.name", { name: { value: null, at: 1 } }],
    ["annotations.name.at", { name: { value: "x", at: -1 } }],
    ["annotations.deleted", { deleted: { value: "now", at: 1 } }],
  ])("is refused for its %s", (place, changed) => {
    const error = refusal(forged({}, { annotations: changed }));
    expect(error.message.startsWith(place)).toBe(true);
  });

  test.each([undefined, null, 1, "x", [], {}, { content: {}, digest: "", annotations: {} }])(
    "is not %j",
    (value) => {
      expect(refusal(value).code).toBe("MLX_INVALID_BUNDLE");
    },
  );
});

function snapshot(ref: string): object {
  return { ref, commit: "c".repeat(40), files: 1, bytes: 1, omitted: [] };
}

describe("annotations merge", () => {
  const values: readonly Annotation[] = [
    { value: null, at: 1 },
    { value: "a", at: 1 },
    { value: "b", at: 1 },
    { value: "", at: 2 },
    { value: null, at: 2 },
    { value: "\uffff", at: 3 },
    { value: "\u{1f600}", at: 3 },
  ];
  type Set = Record<string, Annotation>;

  /** A reproducible series of sets with some keys each. */
  function randomSets(seed: number, count: number): Set[] {
    let state = seed;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    return Array.from({ length: count }, () => {
      const keys = ["name", "deleted", "tag:a", "tag:__proto__", "tag:b"].filter(() => next(2) === 0);
      return Object.fromEntries(
        keys.map((key) => [key, values[next(values.length)] ?? { value: null, at: 0 }]),
      );
    });
  }

  test("whatever the order, grouping and number of merges", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const [a = {}, b = {}, c = {}] = randomSets(seed, 3);
      const all = canonicalJson(mergeAnnotations(mergeAnnotations(a, b), c));
      expect(canonicalJson(mergeAnnotations(b, a))).toBe(canonicalJson(mergeAnnotations(a, b)));
      expect(canonicalJson(mergeAnnotations(a, mergeAnnotations(b, c)))).toBe(all);
      expect(canonicalJson(mergeAnnotations(mergeAnnotations(c, mergeAnnotations(a, b)), a))).toBe(all);
      expect(canonicalJson(mergeAnnotations(a, a))).toBe(canonicalJson(a));
    }
  });

  test("by time, then by the greater value in byte order, removed ones below all", () => {
    const merged = (a: Annotation, b: Annotation) => mergeAnnotations({ name: a }, { name: b })["name"];
    expect(merged({ value: "z", at: 1 }, { value: null, at: 2 })).toEqual({ value: null, at: 2 });
    expect(merged({ value: "a", at: 1 }, { value: "b", at: 1 })?.value).toBe("b");
    expect(merged({ value: "", at: 1 }, { value: null, at: 1 })?.value).toBe("");
    expect(merged({ value: "\uffff", at: 1 }, { value: "\u{1f600}", at: 1 })?.value).toBe("\u{1f600}");
  });
});
