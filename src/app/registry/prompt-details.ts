import type { Prompt } from "../../prompts/types.js";

/** What the record of a prompt's version keeps for readers of the registry, so that they need not parse the frozen text. */
export function promptDetails({ frontMatter }: Prompt): Record<string, unknown> {
  const { description, model, settings, inputs, output, tools, suites } = frontMatter;
  return {
    ...(description !== undefined && { description }),
    ...(model !== undefined && { model }),
    ...(Object.keys(settings).length > 0 && { settings }),
    inputs: [...inputs.values()].map(({ name, type, required, trusted }) => ({
      ...{ name, type, required },
      ...(trusted !== undefined && { trusted }),
    })),
    ...(output?.format !== undefined && { output: output.format }),
    ...(tools.length > 0 && { tools: tools.map(({ name }) => name) }),
    ...(suites.length > 0 && { suites }),
  };
}
