import { expect, test } from "vitest";
import { canonicalJson } from "../../../../src/core/canonical-json.js";
import { evidenceDigest, formatEvidence } from "../../../../src/registry/evidence/evidence.js";
import { readEvidence } from "../../../../src/registry/evidence/read-evidence.js";
import { evidence } from "../../../support/evidence.js";
import { driftCheck, reproduction } from "../../../support/model-gate-facts.js";

const noOutcomes = { prompts: [], providers: [], gradings: [], clusters: [], judges: [], metrics: [] };

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What is wrong with a text whose name fits it. */
function problem(text: string): string {
  const read = readEvidence(bytesOf(text), evidenceDigest(text));
  return read.ok ? "nothing" : `${read.line}: ${read.problem}`;
}

/** The text with one thing in its place. */
function changed(change: (value: Record<string, unknown>) => void): string {
  const value = JSON.parse(formatEvidence(evidence()));
  change(value);
  return canonicalJson(value);
}

test("what is written is read back the same, also where figures are unknown and nothing was compared", () => {
  const { comparison: _, commit: __, ...bare } = evidence({ verdict: "inconclusive" });
  const summary = { ...bare.summary, interval: null, passRate: null, score: null };
  const gates = [
    {
      name: "f1",
      passed: false,
      inconclusive: true,
      value: null,
      threshold: 0.8,
      reason: "too few",
    } as const,
  ];
  for (const one of [evidence(), { ...bare, summary, gates }]) {
    const text = formatEvidence(one);
    expect(readEvidence(bytesOf(text), evidenceDigest(text))).toEqual({ ok: true, value: one });
  }
});

test("a changed byte is a problem, whichever it is", () => {
  const text = formatEvidence(evidence());
  const named = evidenceDigest(text);
  for (let at = 0; at < text.length; at += 7) {
    const bytes = bytesOf(text);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(readEvidence(bytes, named).ok, `byte ${at}`).toBe(false);
  }
  expect(readEvidence(bytesOf(text.replaceAll("\n", "\r\n")), named)).toMatchObject({
    problem: "has CRLF line ends: git converted them, or an editor did",
  });
});

test("each thing that is not as it must be is named with its line", () => {
  expect(problem("{")).toContain("is not JSON");
  expect(problem("[]\n")).toContain("holds no JSON object");
  expect(problem(changed((value) => Object.assign(value, { mlx: 2 })))).toMatch(/^\d+: "mlx" must be 1/);
  expect(problem(changed((value) => Object.assign(value, { output: "secret" })))).toContain(
    'has a key that mlx does not write, "output"',
  );
  expect(problem(changed((value) => Object.assign(value, { verdict: "great" })))).toContain(
    '"verdict" must be one of passed, failed, inconclusive',
  );
  expect(problem(changed((value) => Reflect.deleteProperty(value, "summary")))).toContain(
    '"summary" must be a mapping, and it is missing',
  );
  expect(
    problem(changed((value) => Object.assign(value, { judges: { models: [], providers: [1] } }))),
  ).toContain('"providers" must be a list of texts');
  const summary = { ...evidence().summary, interval: [1] };
  expect(problem(changed((value) => Object.assign(value, { summary })))).toContain(
    '"interval" must be two numbers',
  );
});

test("what drift checks, reproductions and evaluations of models say is read back the same", () => {
  const outcomes = {
    ...{ prompts: ["p"], providers: ["echo"], gradings: ["0123456789abcdef"], clusters: [], judges: [] },
    ...{ metrics: ["tone"], cases: ["0 0 0123456789abcdef 0 - - 1 1 0 1 0.5 a case"] },
  };
  const { summary, digests } = evidence();
  const ofModel = evidence({
    ...{ noun: "model", name: "penguins", version: "3", outcomes },
    digests: { ...digests, predictions: { "out/said.csv": digests.graders } },
    summary: {
      ...summary,
      ...{ cases: 1, passed: 1, failed: 0, passRate: 1 },
      intervals: { tone: [0.4, 0.6] },
    },
  });
  for (const one of [
    ofModel,
    driftCheck(),
    driftCheck({ taken: true, commit: "0123abc" }),
    reproduction(),
    reproduction({ reproducedAs: "01M8KY2GSQ42WHN728B54ZPBWK", tolerance: 0.01, reasons: ["other"] }),
  ]) {
    const text = formatEvidence(one);
    expect(readEvidence(bytesOf(text), evidenceDigest(text))).toEqual({ ok: true, value: one });
  }
});

test("a key of another kind of evidence is one that mlx does not write", () => {
  const text = canonicalJson({ ...driftCheck(), grade: "identical" });
  expect(problem(text)).toContain('has a key that mlx does not write, "grade"');
  expect(problem(canonicalJson({ ...driftCheck(), kind: "rumour" }))).toContain(
    '"kind" must be one of evaluation, drift, reproduction',
  );
});

test.each([
  [{ gates: [], verdict: "failed" as const }, "it says failed, though none of its gates failed"],
  [{ summary: { ...evidence().summary, cases: 61 } }, "58 passed, 2 failed and 0 errored are not 61 cases"],
  [
    { gates: evidence().gates.map((gate) => ({ ...gate, passed: false, inconclusive: true as const })) },
    'it says passed, though its gate "every case passes" did not pass',
  ],
  [
    { outcomes: { ...noOutcomes, cases: ["- - - - - - 3 3 0 1 a"] } },
    "of its cases 3 of 3 passed, and its summary says 58 of 60",
  ],
])("an evaluation that contradicts itself is a problem: %#", (more, said) => {
  expect(problem(formatEvidence(evidence(more)))).toContain(`contradicts itself: ${said}`);
});

test.each(["3 2 0 1 a", "1 -1 0 1 a", "0.5 1 0 1 a", "1 1 0 Infinity a", "1 1 0 NaN a", "1 1 0 x a"])(
  "counts and figures of a case that are none are a problem: %s",
  (line) => {
    const outcomes = { ...noOutcomes, cases: ["- - - - - - 1 1 0 - a", `- - - - - - ${line}`] };
    expect(problem(formatEvidence(evidence({ outcomes })))).toContain(
      "contradicts itself: the counts or figures of case 2 are none",
    );
  },
);

test("an evaluation that was interrupted, or in which nothing was decided, contradicts nothing", () => {
  for (const more of [
    { verdict: "inconclusive" as const },
    { verdict: "inconclusive" as const, gates: [] },
  ]) {
    const text = formatEvidence(evidence(more));
    expect(readEvidence(bytesOf(text), evidenceDigest(text)).ok).toBe(true);
  }
});
