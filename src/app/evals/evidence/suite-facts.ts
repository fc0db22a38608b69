import { createRedactor } from "../../../core/redact.js";
import { asSha256, isSha256, type Sha256 } from "../../../core/sha256.js";
import { providerSettings, suiteGrading } from "../../../evals/outcomes/suite-grading.js";
import { nameOf } from "../../../evals/suite/replace-prompts.js";
import type { Suite } from "../../../evals/types.js";
import type { SuiteFacts } from "../../../registry/suite-facts.js";

/**
 * What a suite says, as evidence keeps it and gates compare it. Goes through all of its cases.
 * @param labels of the prompts that are one version. @param judge the provider of `--judge`.
 */
export async function suiteFacts(
  suite: Suite,
  labels: readonly string[],
  judge?: string,
): Promise<SuiteFacts> {
  const { cases, graders, judges } = await suiteGrading(suite, judge);
  const redact = createRedactor();
  return {
    name: suite.name,
    file: suite.file,
    digests: { data: { ...filesOf(suite), [suite.file]: cases }, graders },
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
  const files = [...digests].filter(([file, digest]) => file !== own && !isPrompt(file) && isSha256(digest));
  return Object.fromEntries(files.sort().map(([file, digest]) => [file, asSha256(digest)]));
}
