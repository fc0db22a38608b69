import { isJsonMapping, isList } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { isTemplate } from "../loose-template.js";
import type { AssertionSpec, Suite, Vars } from "../types.js";
import { CaseVars } from "./case-vars.js";
import { renderCode } from "./render-code.js";
import { rendererOf } from "./text-renderer.js";

/** Whether an assertion has anything to fill in, looked at once. */
const templated = new WeakMap<AssertionSpec, boolean>();

/**
 * An assertion with a case's vars filled in: in its value, its code and the name of its metric. Where there is no template in
 * it, the same object comes back.
 * @param vars those of the request; of any others, all count as data.
 * @throws {MlxError} `MLX_TEMPLATE` or `MLX_UNSAFE_TEMPLATE`, exit 2, with the place.
 */
export function fillAssertion(assertion: AssertionSpec, vars: Vars, suite: Suite): AssertionSpec {
  let needed = templated.get(assertion);
  if (needed === undefined) {
    needed = hasTemplate(assertion);
    templated.set(assertion, needed);
  }
  if (!needed) return assertion;
  const { value, script, metric, assertions, at } = assertion;
  const renderer = rendererOf(suite);
  const render = (text: string) => (isTemplate(text) ? renderer.text(text, vars, at, suite.env) : text);
  const data = vars instanceof CaseVars ? vars.data : new Set(vars.keys());
  return {
    ...assertion,
    ...(assertion.renderValue && value !== undefined && { value: filled(value, render, suite) }),
    ...(suite.format === "promptfoo" &&
      script?.code !== undefined && {
        script: { ...script, code: renderCode({ ...script, at }, vars, data, suite.env) },
      }),
    ...(metric !== undefined && { metric: render(metric) }),
    ...(assertions && { assertions: assertions.map((inner) => fillAssertion(inner, vars, suite)) }),
  };
}

function hasTemplate({ value, renderValue, script, metric, assertions }: AssertionSpec): boolean {
  return (
    (renderValue && value !== undefined && /\{[{%#]/.test(JSON.stringify(value))) ||
    isTemplate(script?.code ?? "") ||
    isTemplate(metric ?? "") ||
    (assertions?.some(hasTemplate) ?? false)
  );
}

/** In promptfoo the texts of a list are templates, those of a mapping are not. */
function filled(value: Json, render: (text: string) => string, suite: Suite): Json {
  if (typeof value === "string") return render(value);
  if (isList(value))
    return value.map((item) =>
      typeof item === "string" || suite.format === "mlx" ? filled(item, render, suite) : item,
    );
  if (suite.format === "promptfoo" || !isJsonMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, render, suite)]));
}
