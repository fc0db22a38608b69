import { variableUses } from "../template/walk.js";
import type { Json, Prompt } from "../types.js";
import { messageTexts } from "./message-texts.js";

/** What of a prompt is sent with every call, whatever its inputs are. */
export interface TokenPart {
  /** A role, `examples` or `tools`. */
  readonly part: string;
  readonly text: string;
}

/**
 * The texts whose tokens a prompt costs by itself: the literal text of each role, of every branch; the few-shot examples if the
 * template uses them; the tools. Values of inputs are not among them.
 */
export function tokenParts(prompt: Prompt): TokenPart[] {
  const byRole = new Map<string, string[]>();
  for (const { role = "before roles", literal } of messageTexts(prompt)) {
    if (literal !== "") byRole.set(role, [...(byRole.get(role) ?? []), literal]);
  }
  const { examples, tools } = prompt.frontMatter;
  const used = examples.length > 0 && variableUses(prompt.template).some(({ name }) => name === "examples");
  return [
    ...[...byRole].map(([part, texts]) => ({ part, text: texts.join("\n") })),
    ...(used
      ? [
          {
            part: "examples",
            text: examples.flatMap(({ inputs, output }) => leaves([inputs, output])).join("\n"),
          },
        ]
      : []),
    ...(tools.length > 0 ? [{ part: "tools", text: JSON.stringify(tools) }] : []),
  ];
}

/** The texts and other plain values inside of a value. */
function leaves(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(leaves);
}
