import * as z from "zod/mini";
import { lastTime } from "../core/format-time.js";
import { isJsonNumber, type JsonNumber, numberFromJson } from "../core/json-number.js";
import { isSha256, type Sha256 } from "../core/sha256.js";
import { isUlid } from "../core/ulid.js";
import { artifactPathProblem } from "./artifact-path.js";
import { comparePoints } from "./metric-order.js";
import { longestKey, longestText } from "./record-limits.js";
import { type RunContext, type RunId, runKinds, runStatuses } from "./types.js";

const is = <T>(guard: (value: unknown) => value is T, message: string) => z.custom<T>(guard, message);
const isRunId = (value: unknown): value is RunId => typeof value === "string" && isUlid(value);
const isDigest = (value: unknown): value is Sha256 => typeof value === "string" && isSha256(value);
const isPath = (value: unknown): value is string =>
  typeof value === "string" && artifactPathProblem(value) === undefined;

/** Stands in for the key `__proto__` while a record is checked. */
const passingName = "__proto__\0";

const text = () => z.string().check(z.maxLength(longestText));
const key = () => z.string().check(z.minLength(1, "must not be empty"), z.maxLength(longestKey));
const time = () => z.int().check(z.gte(0), z.lte(lastTime));
const count = () => z.int().check(z.gte(0));
const runId = () => is(isRunId, "is no ULID in upper case");
const digest = () => is(isDigest, "is no SHA-256 digest");
const path = () =>
  is(isPath, "may not name an artifact: it must be relative, with /, and stay in its folder");
const commit = () => z.string().check(z.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, "is no commit of git"));
const texts = () => record(text());
const jsonNumber = () => is<JsonNumber>(isJsonNumber, "is no number");

/** Clocks that are wrong measure before 1970, too. */
const measuredAt = () => z.int().check(z.gte(-lastTime), z.lte(lastTime));
const point = z.tuple([z.int(), measuredAt(), jsonNumber()]);
const history = z.array(point).check(z.refine(isInOrder, "are not in order of step, timestamp and value"));

const artifact = z.strictObject({ path: path(), sha256: digest(), size: count(), loggedAt: time() });
const dataset = z.strictObject({
  name: text(),
  digest: text(),
  sourceType: text(),
  source: text(),
  schema: z.exactOptional(text()),
  profile: z.exactOptional(text()),
  tags: texts(),
});
const modelMetric = z.strictObject({
  key: key(),
  value: z.pipe(
    jsonNumber(),
    z.transform((value: JsonNumber) => numberFromJson(value)),
  ),
  step: z.int(),
  timestamp: measuredAt(),
  datasetName: z.exactOptional(text()),
  datasetDigest: z.exactOptional(text()),
});
const model = z.strictObject({
  id: z.string().check(z.regex(/^m-[0-9a-f]{32}$/, "is no id of a model")),
  runId: runId(),
  name: text(),
  type: z.exactOptional(text()),
  status: key(),
  step: z.exactOptional(z.int()),
  createdAt: time(),
  updatedAt: time(),
  deletedAt: z.exactOptional(time()),
  params: texts(),
  tags: texts(),
  metrics: z.array(modelMetric),
});

const pathDigest = z.looseObject({
  path: text(),
  sha256: z.optional(digest()),
  size: z.optional(count()),
  files: z.optional(count()),
  kind: z.optional(z.enum(["file", "directory"])),
});
const snapshot = z.looseObject({
  ref: z.string().check(z.regex(/^refs\/mlx\/runs\/[0-9A-Z]{26}$/, "is no ref of a run")),
  commit: commit(),
  files: count(),
  bytes: count(),
  omitted: z.array(z.looseObject({ path: text(), reason: z.enum(["secret", "size"]), detail: text() })),
});
const environment = z.looseObject({
  interpreter: z.optional(z.looseObject({ name: text(), version: text(), path: text(), packages: texts() })),
  container: z.optional(z.looseObject({ image: z.optional(text()), id: z.optional(text()) })),
  variables: z.optional(texts()),
  otherVariables: z.optional(texts()),
  cpu: z.optional(z.looseObject({ model: text(), count: count() })),
  memoryBytes: z.optional(count()),
  gpus: z.optional(
    z.array(z.looseObject({ name: text(), driver: text(), memoryBytes: z.optional(count()) })),
  ),
  ...Object.fromEntries(["os", "arch", "kernel", "libc", "locale"].map((name) => [name, z.optional(text())])),
});

/** The parts that this mlx knows; those of a newer one travel through it untouched. */
export const contextSchema = z.looseObject({
  mlxVersion: z.optional(text()),
  command: z.optional(
    z.looseObject({
      argv: z.array(text()),
      cwd: text(),
      inputs: z.array(text()),
      outputs: z.array(text()),
      metricsFiles: z.array(text()),
    }),
  ),
  code: z.optional(
    z.looseObject({ remote: z.optional(text()), snapshot: z.optional(snapshot), changes: z.array(text()) }),
  ),
  data: z.optional(z.looseObject({ pointers: z.array(pathDigest), modified: z.array(text()) })),
  inputs: z.optional(z.array(pathDigest)),
  outputs: z.optional(z.array(pathDigest)),
  paramFiles: z.optional(z.array(pathDigest)),
  lockFiles: z.optional(z.array(z.extend(pathDigest, { manager: text() }))),
  environment: z.optional(environment),
  seeds: z.optional(texts()),
  resources: z.optional(
    z.looseObject({
      peakMemoryBytes: z.optional(count()),
      cpuSeconds: z.optional(z.number().check(z.gte(0))),
      wallSeconds: z.number().check(z.gte(0)),
    }),
  ),
  log: z.optional(
    z.looseObject({ sha256: digest(), size: count(), written: count(), truncated: z.boolean() }),
  ),
  warnings: z.optional(z.array(text())),
});

const contentSchema = z.strictObject({
  id: runId(),
  experiment: key(),
  kind: z.enum(runKinds),
  commandId: z.exactOptional(runId()),
  status: z.enum(runStatuses.filter((status) => status !== "running")),
  startTime: time(),
  endTime: time(),
  exitCode: z.exactOptional(z.int()),
  signal: z.exactOptional(z.string().check(z.regex(/^SIG[A-Z0-9+-]{1,20}$/, "is no signal"))),
  user: z.exactOptional(text()),
  git: z.strictObject({
    commit: z.exactOptional(commit()),
    branch: z.exactOptional(text()),
    dirty: z.boolean(),
  }),
  params: texts(),
  metrics: record(history),
  context: is(isContext, "is no context of a run"),
  artifacts: z.array(artifact),
  checkpoints: z.array(z.strictObject({ step: z.int(), path: path(), loggedAt: time() })),
  inputs: z.array(dataset),
  models: z.array(model),
});

export const bundleSchema = z.strictObject({
  content: contentSchema,
  digest: digest(),
  annotations: z.record(
    z.string().check(z.regex(/^(?:name$|deleted$|tag:.)/s, "is neither name nor deleted nor tag:…")),
    z.strictObject({ value: z.nullable(text()), at: time() }),
  ),
});

/** Keys are anybody's choice, `__proto__` too, which z.record leaves out: it passes through under another name. */
function record<Value extends z.ZodMiniType>(value: Value) {
  return z.pipe(
    z.pipe(
      z.transform((found: unknown) => (isObject(found) ? renameKey(found, "__proto__", passingName) : found)),
      z.record(key(), value),
    ),
    z.transform((checked: Record<string, z.output<Value>>) => renameKey(checked, passingName, "__proto__")),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function renameKey<T>(entries: Record<string, T>, from: string, to: string): Record<string, T> {
  if (!Object.hasOwn(entries, from)) return entries;
  return Object.fromEntries(
    Object.entries(entries).map(([name, value]) => [name === from ? to : name, value]),
  );
}

function isContext(value: unknown): value is RunContext {
  return contextSchema.safeParse(value).success;
}

function isInOrder(points: readonly (readonly [number, number, JsonNumber])[]): boolean {
  const read = ([step, timestamp, value]: readonly [number, number, JsonNumber]) => ({
    step,
    timestamp,
    value: numberFromJson(value),
  });
  return points.every((point, index) => {
    const before = points[index - 1];
    return before === undefined || comparePoints(read(before), read(point)) < 0;
  });
}
