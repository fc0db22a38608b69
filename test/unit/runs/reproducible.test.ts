import { expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { asUlid } from "../../../src/core/ulid.js";
import { recordedObstacles } from "../../../src/runs/reproducible.js";
import type { RunContext, RunRecord } from "../../../src/runs/types.js";

const command = { argv: ["node", "a.mjs"], cwd: ".", inputs: [], outputs: [], metricsFiles: [] };

function reasons(change: Partial<RunRecord>, context: RunContext = {}): string[] {
  const record: RunRecord = {
    id: asUlid("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    name: "train",
    experiment: "Default",
    kind: "command",
    status: "finished",
    exitCode: 0,
    startTime: 0,
    git: { commit: "c".repeat(40), dirty: false },
    params: {},
    tags: {},
    metrics: {},
    artifacts: [],
    checkpoints: [],
    inputs: [],
    models: [],
    ...change,
    context: { command, ...context },
  };
  return recordedObstacles(record).map(({ reason }) => reason);
}

test("a run of a clean tree that ended by itself has nothing in its way, even if it failed", () => {
  expect(reasons({})).toEqual([]);
  expect(reasons({ status: "failed", exitCode: 3 })).toEqual([]);
});

test("a run that has no results cannot be compared with", () => {
  expect(reasons({ status: "running" })[0]).toContain("has not ended");
  expect(reasons({ status: "interrupted" })[0]).toContain("mlx was ended");
  expect(reasons({ status: "killed", signal: "SIGTERM" })[0]).toContain("ended by SIGTERM");
});

test("a run without a command, or with one that is not whole, cannot be run", () => {
  const imported = recordedObstacles({
    id: asUlid("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    name: "imported",
    experiment: "Default",
    kind: "client",
    status: "finished",
    startTime: 0,
    git: { dirty: false },
    params: {},
    tags: {},
    metrics: {},
    artifacts: [],
    checkpoints: [],
    inputs: [],
    models: [],
    context: {},
  });
  expect(imported[0]?.reason).toContain("its command is not known");
  const secret = { ...command, argv: ["train", "--token=[redacted]"] };
  expect(reasons({}, { command: secret })).toEqual(["its command line held a secret, which was not kept"]);
});

test("changes are needed as a snapshot, whole", () => {
  const git = { commit: "c".repeat(40), dirty: true };
  expect(reasons({ git })[0]).toContain("no snapshot of them was kept");
  const snapshot = { ref: "refs/mlx/runs/X", commit: "d".repeat(40), files: 1, bytes: 9, omitted: [] };
  expect(reasons({ git }, { code: { changes: ["a"], snapshot } })).toEqual([]);
  expect(reasons({ git: { dirty: true } }, { code: { changes: ["a"], snapshot } })).toEqual([]);
  const omitted = [
    { path: "big.bin", reason: "size", detail: "2 GB" },
    { path: ".env", reason: "secret", detail: "AWS key" },
  ] as const;
  expect(reasons({ git }, { code: { changes: ["a"], snapshot: { ...snapshot, omitted } } })).toEqual([
    "big.bin was left out of the run's snapshot because it is too large (2 GB)",
    ".env was left out of the run's snapshot because it may hold a secret (AWS key)",
  ]);
  expect(reasons({ git: { dirty: false } })).toEqual(["its commit is not known"]);
});

test("data that was not as its pointer said is not known, and outputs outside are not written over", () => {
  expect(reasons({}, { data: { pointers: [], modified: ["data/a"] } })[0]).toContain(
    "data/a was not as its pointer",
  );
  const outputs = [{ path: "/mnt/out.bin", sha256: sha256Of("x") }, { path: "in.bin" }];
  expect(reasons({}, { outputs })).toEqual([
    "its output /mnt/out.bin lies outside of the repository, where running it again would replace it",
  ]);
});

test("a record whose paths lead out of the repository, or whose variables no program can have, is none of a run here", () => {
  const file = { path: "../../up.txt" };
  for (const context of [{ inputs: [file] }, { outputs: [file] }, { paramFiles: [file] }])
    expect(reasons({}, context)).toEqual(["it names ../../up.txt, which leads out of the repository"]);
  expect(reasons({}, { command: { ...command, cwd: "sub/../.." } })).toEqual([
    "it names sub/../.., which leads out of the repository",
  ]);
  expect(reasons({}, { inputs: [{ path: "a..b/..c" }] })).toEqual([]);
  expect(reasons({}, { environment: { variables: { A: "b\0c" } } })).toEqual([
    "no program can be given its variable A: it has a zero byte",
  ]);
});
