import type { ModelFacts } from "../../core/settings.js";
import { tokenParts } from "../../prompts/diff/token-parts.js";
import { modelFacts } from "../../prompts/models/model-facts.js";
import type { Prompt } from "../../prompts/types.js";
import { countTokens } from "../../tokens/count-tokens.js";

/** What one text of a prompt takes by itself, without the values of its inputs. */
export interface PromptCost {
  readonly model?: string;
  /** By role, `examples` and `tools`. */
  readonly parts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly exact: boolean;
  readonly encoding: string;
  /** US dollars for 1,000 calls; absent where the model or its price is not known. */
  readonly input?: number;
  /** US dollars for 1,000 answers of the greatest length; absent where that or the price is not known. */
  readonly outputCeiling?: number;
  readonly maxOutputTokens?: number;
}

export async function costOf(
  prompt: Prompt,
  models: Readonly<Record<string, ModelFacts>>,
): Promise<PromptCost> {
  const { model, settings, tools } = prompt.frontMatter;
  const parts = tokenParts(prompt);
  const { counts, exact, encoding } = await countTokens(
    parts.map(({ text }) => text),
    model,
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  const facts = model === undefined ? undefined : modelFacts(model, models)?.facts;
  const most = settings["max_output_tokens"];
  const maxOutputTokens = typeof most === "number" ? most : undefined;
  return {
    ...(model !== undefined && { model }),
    parts: new Map(parts.map(({ part }, index) => [part, counts[index] ?? 0])),
    total,
    // How a provider writes tools into the context is not published.
    exact: exact && tools.length === 0,
    encoding,
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(facts?.inputPrice !== undefined && { input: (total * facts.inputPrice) / 1000 }),
    ...(facts?.outputPrice !== undefined &&
      maxOutputTokens !== undefined && { outputCeiling: (maxOutputTokens * facts.outputPrice) / 1000 }),
  };
}
