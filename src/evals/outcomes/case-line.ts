import { compareBytes } from "../../core/byte-order.js";
import { noMetrics, type SharedValues, setOwn } from "./shared-values.js";
import type { CaseOutcome } from "./types.js";

/**
 * The one text of a case in a baseline: its keys in this order, no spaces; what is 0, false or empty is left out. Put together by hand,
 * since every line that is read is written again to see whether it is as it should be.
 */
export function caseLine(outcome: CaseOutcome): string {
  const { id, prompt, provider, passed, graded, errored, score, metrics, critical, cluster } = outcome;
  const { slices, input, grading, judges } = outcome;
  let line = `{"id":${JSON.stringify(id)},"prompt":${JSON.stringify(prompt)},"provider":${JSON.stringify(provider)}`;
  line += `,"passed":${passed},"graded":${graded}`;
  if (errored > 0) line += `,"errored":${errored}`;
  if (score !== undefined) line += `,"score":${JSON.stringify(score)}`;
  line += mappingText("metrics", metrics);
  if (critical) line += ',"critical":true';
  if (cluster !== undefined) line += `,"cluster":${JSON.stringify(cluster)}`;
  line += mappingText("slices", slices);
  line += `,"input":"${input}","grading":"${grading}"`;
  if (judges !== undefined) line += `,"judges":${JSON.stringify(judges)}`;
  return `${line}}`;
}

/** Keys in byte order; nothing where there are none. */
function mappingText(key: string, mapping: Readonly<Record<string, number | string>>): string {
  const names = Object.keys(mapping);
  if (names.length === 0) return "";
  if (names.length > 1) names.sort(compareBytes);
  const members = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(mapping[name])}`);
  return `,"${key}":{${members.join(",")}}`;
}

/** A key of a case that is not as it must be; leaves this folder as an error of the whole baseline. */
export class CaseProblem extends Error {
  override readonly name = "CaseProblem";
  constructor(
    readonly key: string,
    expected: string,
  ) {
    super(`${JSON.stringify(key)} must be ${expected}`);
  }
}

const known = [
  ...["id", "prompt", "provider", "passed", "graded", "errored", "score", "metrics", "critical", "cluster"],
  ...["slices", "input", "grading", "judges"],
];

const digest = /^[0-9a-f]{16}$/;

/** @param value of one line. @throws {CaseProblem} */
export function readCase(value: unknown, shared: SharedValues): CaseOutcome {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CaseProblem("", "a case");
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const key of fields.keys()) {
    if (!known.includes(key)) throw new CaseProblem(key, "left out: mlx writes no such key");
  }
  const text = (key: string) => textOf(key, fields.get(key));
  const count = (key: string, least: number) => countOf(key, fields.get(key), least);
  const digestAt = (key: string) => {
    const found = text(key);
    return digest.test(found) ? found : refuse(key, "16 hexadecimal digits");
  };
  const [passed, graded] = [count("passed", 0), count("graded", 0)];
  if (passed > graded) throw new CaseProblem("passed", `at most what was graded, ${graded}`);
  const critical = fields.get("critical");
  if (critical !== undefined && critical !== true) throw new CaseProblem("critical", "true, or left out");
  const slices = fields.has("slices") ? mappingOf("slices", fields.get("slices"), textOf) : {};
  // One literal: there may be 100,000 of them in memory.
  const outcome: { -readonly [Key in keyof CaseOutcome]: CaseOutcome[Key] } = {
    id: text("id"),
    prompt: shared.text(text("prompt")),
    provider: shared.text(text("provider")),
    passed,
    graded,
    errored: fields.has("errored") ? count("errored", 1) : 0,
    metrics: fields.has("metrics") ? mappingOf("metrics", fields.get("metrics"), numberOf) : noMetrics,
    critical: critical === true,
    slices: shared.slices(slices),
    input: digestAt("input"),
    grading: shared.text(digestAt("grading")),
  };
  if (fields.has("score")) outcome.score = numberOf("score", fields.get("score"));
  if (fields.has("cluster")) outcome.cluster = shared.text(text("cluster"));
  if (fields.has("judges")) outcome.judges = shared.list(listOf("judges", fields.get("judges")));
  return outcome;
}

function refuse(key: string, expected: string): never {
  throw new CaseProblem(key, expected);
}

function textOf(key: string, value: unknown): string {
  return typeof value === "string" ? value : refuse(key, "text");
}

function numberOf(key: string, value: unknown): number {
  return typeof value === "number" ? value : refuse(key, "a number");
}

function countOf(key: string, value: unknown, least: number): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least
    ? value
    : refuse(key, `a whole number from ${least} on`);
}

function mappingOf<T>(
  key: string,
  value: unknown,
  read: (key: string, value: unknown) => T,
): Record<string, T> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(key, "a mapping");
  const mapping: Record<string, T> = {};
  for (const [name, item] of Object.entries(value)) setOwn(mapping, name, read(key, item));
  return mapping;
}

function listOf(key: string, value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map((item: unknown) => textOf(key, item))
    : refuse(key, "a list of texts");
}
