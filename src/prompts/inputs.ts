import { MlxError, type Problem, type SourceLocation } from "../core/errors.js";
import { shortJson } from "../core/schema-problems.js";
import { closest } from "../core/suggest.js";
import { displayPath } from "../core/visible-text.js";
import { fitsType, typeNoun } from "./input-type.js";
import { equalJson } from "./json-value.js";
import { type VariableUse, variableUses } from "./template/walk.js";
import { textToInput } from "./text-to-input.js";
import type { InputSpec, Json, Prompt } from "./types.js";

export interface GivenInputs {
  /** As typed on a command line: converted by the input's type. They go before values of the same name. */
  readonly texts: ReadonlyMap<string, string>;
  /** As JSON or YAML has them. */
  readonly values: ReadonlyMap<string, Json>;
}

interface Fault {
  readonly at: SourceLocation;
  readonly message: string;
}

/**
 * The value of every input: what was given, else its default. A variable that the template uses and the front matter does
 * not declare can be given too, and must be where the template cannot do without it.
 * @throws {MlxError} `MLX_PROMPT_INPUT`, exit 2, with every input that is missing, unknown or of another type.
 */
export function inputValues(prompt: Prompt, given: GivenInputs): ReadonlyMap<string, Json> {
  const uses = variableUses(prompt.template).filter(({ name }) => name !== "examples");
  const values = new Map<string, Json>();
  const faults: Fault[] = [];
  const top = prompt.source.locate(0);
  const first = firstUses(uses);
  const used = new Set(first.keys());
  for (const name of new Set([...given.values.keys(), ...given.texts.keys()])) {
    const spec = prompt.frontMatter.inputs.get(name);
    if (spec === undefined && !used.has(name)) {
      faults.push({ at: top, message: unknownInput(name, prompt, used) });
      continue;
    }
    const value = givenValue(name, spec, given);
    const problem = value.ok ? wrongValue(value.value, spec) : value.problem;
    if (problem !== undefined)
      faults.push({ at: placeOf(prompt, name, first), message: `${displayPath(name)}: ${problem}` });
    if (value.ok) values.set(name, value.value);
    else values.set(name, null);
  }
  for (const { name, default: fallback } of prompt.frontMatter.inputs.values()) {
    if (fallback !== undefined && !values.has(name)) values.set(name, fallback);
  }
  faults.push(...missingInputs(prompt, values, uses));
  if (faults.length > 0) throw inputError(prompt, faults);
  // What may be left out and was is known to be nothing, so that the template can ask for it. A name that nobody declares stays
  // undefined: a condition on a misspelt one must not pass for a false one.
  const absent = [...prompt.frontMatter.inputs.keys()].filter((name) => !values.has(name));
  return new Map([...values, ...absent.map((name) => [name, null] as const)]);
}

type GivenValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: string };

function givenValue(name: string, spec: InputSpec | undefined, { texts, values }: GivenInputs): GivenValue {
  const text = texts.get(name);
  if (text !== undefined) return textToInput(text, spec?.type ?? "any");
  return { ok: true, value: values.get(name) ?? null };
}

function wrongValue(value: Json, spec: InputSpec | undefined): string | undefined {
  if (spec === undefined) return undefined;
  if (!fitsType(value, spec.type)) return `expected ${typeNoun(spec.type)}, found ${shortJson(value)}`;
  const choices = Object.hasOwn(spec.schema, "enum") ? spec.schema["enum"] : undefined;
  if (!Array.isArray(choices) || choices.some((choice) => equalJson(choice, value))) return undefined;
  return `expected one of ${choices.map(shortJson).join(", ")}, found ${shortJson(value)}`;
}

/** What is needed and was not given, each with the first place where it is used, else where it is declared. */
function missingInputs(
  prompt: Prompt,
  values: ReadonlyMap<string, Json>,
  uses: readonly VariableUse[],
): Fault[] {
  const declared = [...prompt.frontMatter.inputs.values()].filter(({ required }) => required);
  const needed = uses.filter(({ name, guarded }) => !guarded && !prompt.frontMatter.inputs.has(name));
  const names = new Set([...declared, ...needed].map(({ name }) => name));
  const first = firstUses(uses);
  return [...names]
    .filter((name) => !values.has(name))
    .map((name) => ({
      at: placeOf(prompt, name, first),
      message: `the input ${displayPath(name)} is missing`,
    }));
}

function firstUses(uses: readonly VariableUse[]): ReadonlyMap<string, VariableUse> {
  return new Map(uses.map((use) => [use.name, use] as const).reverse());
}

function placeOf(prompt: Prompt, name: string, first: ReadonlyMap<string, VariableUse>): SourceLocation {
  const use = first.get(name);
  if (use) return use.span.source.locate(use.span.start);
  return prompt.source.locateKey(["inputs"], name);
}

function unknownInput(name: string, prompt: Prompt, used: ReadonlySet<string>): string {
  const known = [...new Set([...prompt.frontMatter.inputs.keys(), ...used])];
  const meant = closest(name, known);
  if (meant !== undefined) return `there is no input ${JSON.stringify(name)}; did you mean ${meant}?`;
  return `there is no input ${JSON.stringify(name)}; ${known.length === 0 ? "the prompt has none" : `there are ${known.join(", ")}`}`;
}

function inputError(prompt: Prompt, faults: readonly Fault[]): MlxError {
  const problems: Problem[] = faults.map(({ at, message }) => ({ ...at, message }));
  const [only, ...more] = problems;
  const message =
    only && more.length === 0
      ? only.message
      : `${prompt.name} cannot be rendered: ${faults.length} inputs are missing or wrong`;
  return new MlxError("MLX_PROMPT_INPUT", message, {
    hint: "give inputs with --var name=value or --vars FILE, or to render() in code",
    exitCode: 2,
    problems,
  });
}
