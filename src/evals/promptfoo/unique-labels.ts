import type { SuitePrompt } from "../types.js";

/** Labels are what prompts are told apart by: the second of the same name gets a number. */
export function withUniqueLabels(prompts: readonly SuitePrompt[]): SuitePrompt[] {
  const taken = new Set<string>();
  return prompts.map((prompt) => {
    let { label } = prompt;
    for (let number = 2; taken.has(label); number++) label = `${prompt.label} (${number})`;
    taken.add(label);
    return label === prompt.label ? prompt : { ...prompt, label };
  });
}
