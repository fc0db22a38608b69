import { sha256Of } from "../../core/sha256.js";
import type { Suite } from "../../evals/types.js";
import { flattenPrompt } from "../../prompts/flatten.js";
import type { App } from "../app.js";
import { resolvePrompt } from "../prompts/resolve-prompt.js";

/**
 * SHA-256 of all that the results of a suite depend on, by path; of a prompt of the repository by its reference.
 * @throws {MlxError} for a prompt that is not there.
 */
export async function suiteDigests(app: App, suite: Suite): Promise<Readonly<Record<string, string>>> {
  const prompts = await Promise.all(
    suite.prompts.map(async ({ body }): Promise<[string, string][]> => {
      if (body.kind !== "reference") return [];
      const { prompt } = await resolvePrompt(app, body.reference);
      return [[`prompt ${body.named ?? body.reference}`, sha256Of(flattenPrompt(prompt))]];
    }),
  );
  return Object.fromEntries([...suite.digests, ...prompts.flat()]);
}
