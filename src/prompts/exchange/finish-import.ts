import { MlxError, type SourceLocation } from "../../core/errors.js";
import { parseTemplate } from "../template/parse.js";
import { textSource } from "../text-source.js";
import type { PromptFields } from "../write-front-matter.js";
import type { Conversion } from "./conversion.js";
import { type InputDraft, inputDraft, inputsField } from "./input-draft.js";
import { inputsOfBody } from "./inputs-of-body.js";
import { promptNameFor } from "./prompt-name.js";
import type { ImportedPrompt } from "./types.js";

interface Draft {
  /** What the source calls the prompt, and where. */
  readonly name?: { readonly text: string; readonly at: SourceLocation } | undefined;
  /** All but the name and the inputs. */
  readonly fields: PromptFields;
  /** The inputs that the source declares. */
  readonly inputs: readonly InputDraft[];
  readonly body: string;
}

/**
 * The end of an import: variables that nothing declares become inputs of the type that their use suggests.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, with everything that the conversion refused.
 */
export function finishImport(conversion: Conversion, { name, fields, inputs, body }: Draft): ImportedPrompt {
  conversion.check("MLX_PROMPT_IMPORT");
  // Written files have one kind of line ends, whatever the source had.
  const text = body.replace(/\r\n?/g, "\n");
  const none = () => ({ problem: "an imported prompt includes nothing" });
  const { template, problems } = parseTemplate(textSource("the converted template", text), 0, none);
  const [problem] = problems;
  if (problem) {
    throw new MlxError("MLX_PROMPT_IMPORT", `the template cannot be converted: ${problem.message}`, {
      exitCode: 2,
      hint: "write the prompt by hand: mlx prompt new NAME",
    });
  }
  const declared = new Set(inputs.map((input) => input.name));
  const undeclared = [...inputsOfBody(template)]
    .filter(([input]) => !declared.has(input))
    .map(([input, { type, optional }]) => inputDraft(input, type === "any" ? {} : { type }, { optional }));
  return {
    ...(name !== undefined && named(name, conversion)),
    frontMatter: { ...fields, inputs: inputsField([...inputs, ...undeclared]) },
    body: text,
    dropped: conversion.dropped,
  };
}

/** A folder's name for the prompt; the source's own is kept where it can be. */
function named(
  { text, at }: { readonly text: string; readonly at: SourceLocation },
  conversion: Conversion,
): { readonly name?: string } {
  const name = promptNameFor(text);
  if (name !== undefined && name !== text) {
    conversion.drop(
      `the name ${JSON.stringify(text)}`,
      at,
      "a name here is letters, digits, '.', '_' and '-'",
    );
  }
  return name === undefined ? {} : { name };
}
