import { createRedactor } from "../../../core/redact.js";
import { asSha256, isSha256, type Sha256 } from "../../../core/sha256.js";
import { providerSettings, type SuiteGrading, suiteGrading } from "../../../evals/outcomes/suite-grading.js";
import { nameOf } from "../../../evals/suite/replace-prompts.js";
import type { Suite } from "../../../evals/types.js";
import type { SuiteFacts } from "../../../registry/evidence/suite-facts.js";

/**
 * What a suite says, as evidence of a prompt keeps it and gates compare it. Goes through all of its cases.
 * @param labels of the prompts that are one version. @param judge the provider of `--judge`.
 */
export async function suiteFacts(
  suite: Suite,
  labels: readonly string[],
  judge?: string,
): Promise<SuiteFacts> {
  const grading = await suiteGrading(suite, { judge });
  return factsOf(suite, grading, labels, filesOf(suite));
}

/** As `suiteFacts`, for a model: prompts count, too, and answers that were recorded do not, since they are the model's own. */
export async function modelSuiteFacts(suite: Suite, judge?: string): Promise<SuiteFacts> {
  const grading = await suiteGrading(suite, { judge, answers: false });
  const { file: own, digests, predictions = [] } = suite;
  const files = [...digests].filter(([file]) => file !== own && !predictions.includes(file));
  const labels = suite.prompts.map(({ label }) => label);
  return factsOf(suite, grading, labels, sortedDigests(files));
}

function factsOf(
  suite: Suite,
  { cases, graders, judges }: SuiteGrading,
  labels: readonly string[],
  files: Readonly<Record<string, Sha256>>,
): SuiteFacts {
  const redact = createRedactor();
  return {
    name: suite.name,
    file: suite.file,
    digests: { data: { ...files, [suite.file]: cases }, graders },
    providers: suite.providers
      .filter(({ prompts }) => prompts === undefined || prompts.some((label) => labels.includes(label)))
      .map((spec) => ({ id: redact(spec.id), settings: providerSettings(spec) })),
    judges: judges.map(redact),
  };
}

/** Of each file that the suite names, but for itself and the prompts: of those the version's record tells. */
function filesOf({ file: own, digests, prompts }: Suite): Record<string, Sha256> {
  const names = prompts.flatMap(({ body }) => (body.kind === "reference" ? [nameOf(body.reference)] : []));
  const isPrompt = (file: string) =>
    names.some(
      (name) => file === `prompts/${name}/prompt.md` || file.startsWith(`prompts/${name}/versions/`),
    );
  return sortedDigests([...digests].filter(([file]) => file !== own && !isPrompt(file)));
}

function sortedDigests(files: readonly (readonly [string, string])[]): Record<string, Sha256> {
  const whole = files.filter(([, digest]) => isSha256(digest)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(whole.map(([file, digest]) => [file, asSha256(digest)]));
}
