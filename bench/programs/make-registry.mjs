// Writes the registry of a model with many versions, as `mlx model register` and `promote` would, without their bytes:
// node make-registry.mjs REPOSITORY NAME VERSIONS. Every tenth version is evaluated and becomes `production`.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [repository = ".", name = "penguins", count = "1000"] = process.argv.slice(2);
const author = { name: "Ann", email: "ann@example.com" };
const start = Date.parse("2026-01-01T00:00:00.000Z");
const folder = join(repository, "models", name);
for (const part of ["versions", "events", "aliases", "evidence"]) {
  mkdirSync(join(folder, part), { recursive: true });
}

let published;
let production;
for (let number = 1; number <= Number(count); number++) {
  const version = String(number);
  const files = ["labels.json", "model.safetensors"].map((path, at) => {
    return { path, sha256: sha256(`${name} ${version} ${path}`), size: 1000 + 7 * number + at };
  });
  const lines = files.map(({ path, sha256: digest, size }) => `  ${digest} ${size} 644 ${path}\n`);
  const frozen = `mlx: 1\nkind: directory\nentries: |\n${lines.join("")}`;
  const record = sealed({
    ...{ mlx: 1, noun: "model", name, version, author, time: at(number, 0), message: `version ${version}` },
    ...{ sha256: sha256(frozen), size: Buffer.byteLength(frozen), details: detailsOf(number, files) },
  });
  write(`versions/${version}.yaml`, frozen);
  write(`versions/${version}.json`, canonical(record));
  const target = { version, record: record.digest };
  published = event(number, 0, { kind: "publish", parents: published ? [published] : [], target });
  if (number % 10 === 0) promote(number, target);
}

function promote(number, target) {
  const text = canonical(evidenceOf(number, target));
  const digest = sha256(text);
  write(`evidence/${digest}.json`, text);
  const approval = event(number, 1, { kind: "approve", parents: [published], target, evidence: [digest] });
  const gates = [
    { gate: "evaluation: golden", passed: true, reason: "passed", evidence: [`evidence:${digest}`] },
    { gate: "approvals: 1", passed: true, reason: "1 of 1", evidence: [`event:${approval}`] },
  ];
  const previous = production && { previous: production.target };
  const parents = [...(production ? [production.digest] : []), published];
  const fields = { kind: "alias", alias: "production", parents, target, ...previous, gates };
  production = { digest: event(number, 2, fields), target };
  write("aliases/production", `${target.version} sha256:${target.record} ${ulid(number, 2)}\n`);
}

function event(number, place, fields) {
  const id = ulid(number, place);
  const whole = sealed({
    mlx: 1,
    id,
    noun: "model",
    name,
    author,
    message: "",
    time: at(number, place),
    ...fields,
  });
  write(`events/${id}.json`, canonical(whole));
  return whole.digest;
}

function detailsOf(number, files) {
  return {
    artifacts: files.map((file) => ({
      ...file,
      format: file.path.endsWith("json") ? "json" : "safetensors",
    })),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    format: "safetensors",
    facts: { framework: "pytorch", tensors: 12, parameters: 34_567, dtypes: { F32: 12 } },
    scan: { verdict: "ok", rules: [] },
    run: {
      id: ulid(number, 3),
      name: `train-${number}`,
      experiment: "penguins",
      command: ["python", "train.py"],
    },
    code: { commit: sha256(`commit ${number}`).slice(0, 40), dirty: false },
    data: { "data/train.csv": sha256(`data ${number % 7}`), "data/test.csv": sha256("test") },
    parameters: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, number * index])),
    metrics: Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`m${index}`, number / (index + 1)]),
    ),
    environment: { digest: sha256(`environment ${number % 3}`), summary: { python: "3.12.1" } },
    missing: [],
  };
}

function evidenceOf(number, target) {
  return {
    ...{
      mlx: 1,
      kind: "evaluation",
      noun: "model",
      name,
      ...target,
      author,
      time: at(number, 1),
      dirty: false,
    },
    suite: { name: "golden", file: "evals/golden.eval.yaml" },
    evaluation: ulid(number, 4),
    digests: {
      suite: sha256("suite"),
      data: { "data/test.csv": sha256("test") },
      graders: sha256("graders"),
    },
    ...{ providers: [], judges: { providers: [], models: [] }, verdict: "passed", gates: [] },
    summary: {
      ...{
        cases: 500,
        passed: 490,
        failed: 10,
        errored: 0,
        passRate: 0.98,
        interval: [0.964, 0.989],
        score: 0.98,
      },
      ...{ metrics: { accuracy: 0.98 }, costUsd: null, latencyMs: { p50: null, p95: null } },
    },
  };
}

function sealed(fields) {
  return { ...fields, digest: sha256(canonical(fields)) };
}

/** Sorted keys, two spaces, a final newline; all keys here are ASCII. */
function canonical(value) {
  const sorted = (item) => {
    if (Array.isArray(item)) return item.map(sorted);
    if (typeof item !== "object" || item === null) return item;
    const entries = Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
  };
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

/** Each version has a minute, each of its steps a second. */
function moment(number, place) {
  return start + number * 60_000 + place * 1000;
}

function at(number, place) {
  return new Date(moment(number, place)).toISOString();
}

function ulid(number, place) {
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let [rest, text] = [moment(number, place), ""];
  for (let index = 0; index < 10; index++) {
    text = digits[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return `${text}0000000000000000`;
}

function write(path, text) {
  writeFileSync(join(folder, path), text);
}
