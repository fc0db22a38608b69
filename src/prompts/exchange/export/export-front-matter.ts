import type { InputSpec, Prompt } from "../../types.js";
import type { Conversion } from "../conversion.js";

/** What of a prompt's front matter a format has no place for, and why. A field that is not named is kept. */
export type Losses = Readonly<
  Partial<
    Record<"description" | "model" | "settings" | "inputs" | "output" | "tools" | "metadata" | "name", string>
  >
>;

/** Notes what is lost of the front matter. What no other format has is always lost. */
export function noteLosses(prompt: Prompt, losses: Losses, conversion: Conversion): void {
  const { frontMatter, source } = prompt;
  const always = {
    suites: "suites are mlx's own",
    lint: "settings of the linter are mlx's own",
    includes: "what is included is written out",
    examples: "they are written out where the template goes through them",
  };
  const present: Readonly<Record<string, boolean>> = {
    name: frontMatter.name !== undefined,
    description: frontMatter.description !== undefined,
    model: frontMatter.model !== undefined,
    settings: Object.keys(frontMatter.settings).length > 0,
    inputs: [...frontMatter.inputs.values()].some(saysMore),
    output: frontMatter.output !== undefined,
    tools: frontMatter.tools.length > 0,
    metadata: frontMatter.metadata !== undefined && Object.keys(frontMatter.metadata).length > 0,
    suites: frontMatter.suites.length > 0,
    lint: frontMatter.lint.rules.size > 0 || frontMatter.lint.maxTokens !== undefined,
    includes: frontMatter.includes.size > 0,
    examples: frontMatter.examples.length > 0,
  };
  for (const [key, reason] of Object.entries({ ...losses, ...always })) {
    if (present[key] === true && reason !== undefined)
      conversion.drop(key, source.locateKey([], key), reason);
  }
  if (losses.inputs !== undefined) return;
  for (const { name, trusted } of frontMatter.inputs.values()) {
    if (trusted === undefined) continue;
    const mark = trusted ? "trusted" : "untrusted";
    conversion.drop(
      `the mark ${mark} of ${name}`,
      source.locateValue(["inputs", name]),
      "the format has no such mark",
    );
  }
}

/** Whether an input says more than its name, which stands in the template. */
function saysMore({ type, description, trusted, required, schema }: InputSpec): boolean {
  return (
    type !== "string" ||
    description !== undefined ||
    trusted !== undefined ||
    !required ||
    Object.keys(schema).length > 1
  );
}
