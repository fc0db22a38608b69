import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import { nameOf } from "../../../evals/suite/replace-prompts.js";
import type { Suite } from "../../../evals/types.js";
import type { SuiteFacts, SuiteLookup } from "../../../registry/evidence/suite-facts.js";
import type { VersionRef } from "../../../registry/types.js";
import { requireWorktree } from "../../../workspace/discover.js";
import type { App } from "../../app.js";
import { resolvePrompt } from "../../prompts/resolve-prompt.js";
import { suiteOfSetting } from "../find-suite.js";
import { readSuite } from "../read-suite.js";
import { modelSuiteFacts, suiteFacts } from "./suite-facts.js";

/**
 * What a suite of the working tree says of a version, as if it named that version. Nothing is asked.
 * @param named as the gate names it. @returns why it cannot be told, where the suite is not there, not valid, or not of this prompt.
 */
export function lookUpSuite(
  app: App,
  named: string,
  target: VersionRef & { readonly name: string },
): Promise<SuiteLookup> {
  return lookUp(app, named, async (file) => {
    const suite = await readWith(app, file, target);
    return suiteFacts(suite, await labelsOf(app, suite, target));
  });
}

/** As `lookUpSuite`, for a model: the suite is taken as it stands. The answers are the model's own, and need not be here. */
export function lookUpModelSuite(app: App, named: string): Promise<SuiteLookup> {
  return lookUp(app, named, async (file) =>
    modelSuiteFacts(await readSuite(app, file, [], { needsAnswers: false })),
  );
}

async function lookUp(
  app: App,
  named: string,
  factsOf: (file: string) => Promise<SuiteFacts>,
): Promise<SuiteLookup> {
  try {
    const { root } = requireWorktree(await app.workspace());
    return await factsOf(suiteOfSetting(root, named));
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const [first] = error.problems;
    const { message, hint } = error;
    if (first === undefined) {
      return { problem: `the suite cannot be read: ${message}${hint === undefined ? "" : `; ${hint}`}` };
    }
    const place = `${first.file}:${first.line}:${first.column}`;
    const said =
      first.message === message ? `${place}: ${message}` : `${message}: ${place}: ${first.message}`;
    return { problem: `the suite cannot be read: ${said}`, ...(hint !== undefined && { hint }) };
  }
}

/** A suite that compares several versions of the prompt is taken as it is. */
async function readWith(
  app: App,
  file: string,
  { name, version }: VersionRef & { readonly name: string },
): Promise<Suite> {
  try {
    return await readSuite(app, file, [`${name}@${version}`]);
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_EVAL_PROMPT") throw error;
    const suite = await readSuite(app, file);
    if (suite.prompts.some(({ body }) => body.kind === "reference" && nameOf(body.reference) === name))
      return suite;
    throw error;
  }
}

/** What the suite calls the version; where it names others alone, what it calls those. */
async function labelsOf(
  app: App,
  { prompts, file }: Suite,
  { name, record }: VersionRef & { readonly name: string },
): Promise<readonly string[]> {
  const labels: { readonly label: string; readonly isMeant: boolean }[] = [];
  for (const { body, label } of prompts) {
    if (body.kind !== "reference" || nameOf(body.reference) !== name) continue;
    const resolved = await resolvePrompt(app, body.reference);
    labels.push({ label, isMeant: resolved.record?.digest === record });
  }
  const meant = labels.filter(({ isMeant }) => isMeant);
  if (labels.length === 0) throw new TypeError(`${displayPath(file)} names no ${name}`);
  return (meant.length > 0 ? meant : labels).map(({ label }) => label);
}
