import { createRedactor, type Redactor, secretsOf } from "../../../core/redact.js";
import { asSha256 } from "../../../core/sha256.js";
import type { GateResult } from "../../../evals/gates.js";
import type { AgainstBaseline } from "../../../evals/outcomes/against-baseline.js";
import { providerSettings } from "../../../evals/outcomes/suite-grading.js";
import type { Suite } from "../../../evals/types.js";
import type {
  EvaluationEvidence,
  EvidenceComparison,
  EvidenceGate,
  EvidenceJudge,
  EvidenceOutcomes,
  EvidenceProvider,
  EvidenceSummary,
  EvidenceVerdict,
} from "../../../registry/evidence/evidence.js";
import { type EvidenceHeadFacts, evidenceHead } from "../../../registry/evidence/evidence-head.js";
import type { EvalOutcome } from "../eval-outcome.js";
import type { EvidencePlan, EvidenceSubject } from "./plan-evidence.js";

/** What the results say of the cases of one version. */
export interface SubjectResults {
  readonly summary: EvidenceSummary;
  readonly judges: readonly EvidenceJudge[];
  /** By label of the provider, those that answered in its place. */
  readonly answeredBy: ReadonlyMap<string, readonly string[]>;
  /** Of models, where they are not too many. */
  readonly outcomes?: EvidenceOutcomes;
}

/** Where and when it was run. */
export interface EvidenceFacts extends Pick<EvidenceHeadFacts, "commit" | "dirty" | "time"> {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Longest reason of a gate that is kept, UTF-16 units. */
const longestReason = 500;

/** The evidence of one version. Neither outputs nor questions get into it, and no credentials. */
export function evidenceOf(
  { suite, author }: EvidencePlan,
  { record, labels, facts, model }: EvidenceSubject,
  outcome: Pick<EvalOutcome, "id" | "gates" | "against"> & { readonly verdict: EvidenceVerdict },
  results: SubjectResults,
  { env, ...origin }: EvidenceFacts,
): EvaluationEvidence {
  const redact = createRedactor([...secretsOf(env), ...secretsOf(suite.env)]);
  return {
    ...evidenceHead({ record, author, taken: false, ...origin }),
    kind: "evaluation",
    suite: { name: suite.name, file: suite.file },
    evaluation: outcome.id,
    digests: {
      suite: asSha256(suite.digests.get(suite.file) ?? ""),
      ...facts.digests,
      ...(model && Object.keys(model.predictions).length > 0 && { predictions: model.predictions }),
    },
    providers: providersOf(suite, labels, results),
    judges: { providers: facts.judges, models: results.judges.map((judge) => judgeOf(judge, redact)) },
    verdict: outcome.verdict,
    gates: outcome.gates.map((gate) => gateOf(gate, redact)),
    summary: results.summary,
    ...(outcome.against && { comparison: comparisonOf(outcome.against) }),
    ...(results.outcomes && { outcomes: results.outcomes }),
  };
}

function providersOf(
  { providers }: Suite,
  labels: readonly string[],
  { answeredBy }: SubjectResults,
): EvidenceProvider[] {
  const redact = createRedactor();
  return providers
    .filter(({ prompts }) => prompts === undefined || prompts.some((label) => labels.includes(label)))
    .map((spec) => {
      const others = answeredBy.get(spec.label);
      return {
        ...{ id: redact(spec.id), label: redact(spec.label), settings: providerSettings(spec) },
        ...(others && { answeredBy: others.map(redact) }),
      };
    });
}

/** A model that has no name goes by its provider's id, which may be a command. */
function judgeOf({ model, rubric }: EvidenceJudge, redact: Redactor): EvidenceJudge {
  return { ...(model !== undefined && { model: redact(model) }), rubric };
}

function gateOf(
  { name, passed, inconclusive, value, threshold, interval, reason }: GateResult,
  redact: Redactor,
): EvidenceGate {
  return {
    ...{ name: redact(name), passed },
    ...(inconclusive && { inconclusive }),
    ...{ value, threshold },
    ...(interval && { interval }),
    reason: redact(reason).slice(0, longestReason),
  };
}

function comparisonOf({ baseline: { path }, comparison }: AgainstBaseline): EvidenceComparison {
  const [rate] = comparison.metrics;
  return {
    baseline: path,
    verdict: comparison.verdict ?? "incomparable",
    ...(rate && { difference: rate.difference }),
    ...(rate?.interval && { interval: rate.interval }),
  };
}
