import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { NativeSuite } from "../../evals/suite/native-suite.js";
import { nameOf, replacePrompts } from "../../evals/suite/replace-prompts.js";
import { parseReference } from "../../registry/reference.js";

/**
 * The references of `--prompt`, which are of different prompts.
 * @throws {MlxError} `MLX_REFERENCE` or `MLX_USAGE`, exit 2.
 */
export function readPromptOptions(typed: readonly string[]): readonly string[] {
  const names = typed.map((reference) => parseReference(reference).name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return typed;
  throw new MlxError("MLX_USAGE", `--prompt names ${displayPath(twice)} twice`, {
    hint: "an evaluation with --prompt asks one version of each prompt; write a suite with both to compare them",
    exitCode: 2,
  });
}

/** A suite with the versions that `--prompt` names. @throws {MlxError} `MLX_EVAL_PROMPT`, exit 2. */
export function replacedPrompts(
  file: string,
  suite: NativeSuite,
  references: readonly string[],
): NativeSuite {
  if (references.length === 0) return suite;
  const replaced = replacePrompts(suite, references);
  const [several] = replaced.ambiguous;
  if (several !== undefined) {
    throw new MlxError(
      "MLX_EVAL_PROMPT",
      `${displayPath(file)} asks several versions of ${displayPath(several)}: --prompt cannot tell which is meant`,
      { hint: "name the versions in the suite, and leave --prompt out", exitCode: 2 },
    );
  }
  if (replaced.unused.length > 0) {
    const { target } = suite;
    const own = target?.kind === "prompt" ? target.prompts : [];
    const named = own.flatMap(({ prompt: { body } }) =>
      body.kind === "reference" ? [nameOf(body.reference)] : [],
    );
    throw noSuchPrompts(file, replaced.unused, named);
  }
  return replaced.suite;
}

/** @param named the prompts of the repository that the suite does ask. */
export function noSuchPrompts(file: string, names: readonly string[], named: readonly string[]): MlxError {
  const known = [...new Set(named)].map(displayPath).join(", ");
  return new MlxError("MLX_EVAL_PROMPT", `${displayPath(file)} does not ask the prompt ${names.join(", ")}`, {
    hint:
      named.length === 0
        ? "it names no prompt of this repository: target: {prompt: NAME}"
        : `it asks ${known}`,
    exitCode: 2,
  });
}
