import type { Json } from "../../prompts/types.js";
import { invalidAssertion } from "../graders/assertion-value.js";
import type { GradeInput, GradingServices } from "../graders/grader.js";

/**
 * The context that an answer was to be drawn from: what `contextTransform` makes of the output, else the variable
 * `context`; a text, or a list of passages: texts, or objects with a `text`.
 * @throws {MlxError} `MLX_INVALID_ASSERTION` where there is none.
 */
export async function contextOf(
  { assertion, output, vars, prompt, answer, request }: GradeInput,
  services: GradingServices,
): Promise<readonly string[]> {
  const { contextTransform } = assertion;
  const value =
    contextTransform === undefined
      ? vars.get("context")
      : await services.script(contextTransform, [
          output,
          {
            vars: Object.fromEntries(vars),
            prompt: { label: prompt, raw: request.text },
            metadata: answer.metadata ?? {},
          },
        ]);
  const passages = passagesOf(value);
  if (passages.length > 0) return passages;
  const source = contextTransform === undefined ? "the variable context" : "contextTransform";
  throw invalidAssertion(
    assertion,
    `it needs a context, and ${source} gives none: expected a text or a list of texts`,
    "give the test a variable context, or take it out of the answer: contextTransform: output.context",
  );
}

function passagesOf(value: Json | undefined): readonly string[] {
  const list = value === undefined ? [] : [value].flat().map(textOf);
  const texts = list.filter((item) => typeof item === "string");
  return texts.length === list.length ? texts.filter((text) => text.trim() !== "") : [];
}

/** A passage with its source, as a search finds it: its `text` counts. */
function textOf(item: Json): Json {
  if (typeof item !== "object" || item === null) return item;
  const text: unknown = Reflect.get(item, "text");
  return typeof text === "string" ? text : item;
}

/** What the user asked: the variable `query`. */
export function queryOf({ assertion, vars }: GradeInput): string {
  const query = vars.get("query");
  if (typeof query === "string" && query !== "") return query;
  throw invalidAssertion(assertion, "it needs the question: give the test a variable query");
}
