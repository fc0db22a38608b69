import { MlxError } from "../../core/errors.js";
import type { Eventual } from "../../core/eventual.js";
import { isTemplate } from "../../evals/loose-template.js";
import type { CaseVars } from "../../evals/rendering/case-vars.js";
import { renderVars } from "../../evals/rendering/render-vars.js";
import type { EvalCase, ScriptSpec, Suite } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { RenderServices } from "./render-case.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** The vars of a case: changed by code where the test has some, computed, and their templates filled in. */
export function caseVars(
  suite: Suite,
  item: EvalCase,
  services: RenderServices,
  env: Environment,
): Eventual<CaseVars> {
  const { vars, varScripts, options } = item.test;
  if (options.transformVars ?? varScripts) return changedVars(suite, item, services, env);
  return renderVars(suite, item.test, vars, dataNames(item), { trusted: services.trustTemplates, env });
}

async function changedVars(
  suite: Suite,
  item: EvalCase,
  services: RenderServices,
  env: Environment,
): Promise<CaseVars> {
  const { test } = item;
  let { vars } = test;
  let data = dataNames(item);
  const { transformVars } = test.options;
  if (transformVars) {
    const given = Object.fromEntries(vars);
    const result = await services.script(asFunctionOfVars(transformVars), [given, { prompt: {} }]);
    if (!isJsonMapping(result)) throw noVars(transformVars, result);
    const changed = new Map(Object.entries(result));
    // Where no value of data holds a template, whatever holds one was written by the suite's author.
    const isClean = ![...data].some((name) => isTemplate(JSON.stringify(vars.get(name) ?? null)));
    const before = vars;
    data = new Set(
      [...changed.keys()].filter(
        (name) => data.has(name) || (!isClean && changed.get(name) !== before.get(name)),
      ),
    );
    vars = changed;
  }
  if (test.varScripts) vars = await computed(item, vars, test.varScripts, services);
  return renderVars(suite, test, vars, data, { trusted: services.trustTemplates, env });
}

/** The names of values that the suite's author did not write into the suite. */
function dataNames({ test }: EvalCase): ReadonlySet<string> {
  if (!test.renderVars) return namesOf(test.vars);
  return new Set([...(test.dataVars ?? []), ...(test.varScripts?.keys() ?? [])]);
}

/** Rows of one file have the same names: one set serves them all. */
let lastNames: ReadonlySet<string> = new Set();

function namesOf(vars: ReadonlyMap<string, Json>): ReadonlySet<string> {
  let same = vars.size === lastNames.size;
  for (const name of vars.keys()) same &&= lastNames.has(name);
  if (!same) lastNames = new Set(vars.keys());
  return lastNames;
}

async function computed(
  { prompt, provider }: EvalCase,
  vars: ReadonlyMap<string, Json>,
  scripts: ReadonlyMap<string, ScriptSpec>,
  services: RenderServices,
): Promise<ReadonlyMap<string, Json>> {
  const result = new Map(vars);
  const text = prompt.body.kind === "template" ? prompt.body.text : "";
  for (const [name, script] of scripts) {
    const who = script.language === "javascript" ? [{ id: provider.id, label: provider.label }] : [];
    const given = await services.script(script, [name, text, Object.fromEntries(result), ...who]);
    result.set(name, outputOf(script, name, given));
  }
  return result;
}

function outputOf(script: ScriptSpec, name: string, given: Json): Json {
  if (!isJsonMapping(given)) return given;
  const { error, output } = given;
  if (typeof error === "string" && error !== "") {
    throw new MlxError("MLX_SCRIPT", `the code of the variable ${name} says: ${error}`, { at: script.at });
  }
  return output ?? given;
}

/** Code of transforms knows its arguments as `output` and `context`; this one calls the first `vars`. */
function asFunctionOfVars(script: ScriptSpec): ScriptSpec {
  const known = wrapped.get(script);
  if (known) return known;
  const code = script.code?.trim().replace(/;+$/, "");
  const isBody = code !== undefined && (code.includes("\n") || /^(?:return|const|let|var)\b/.test(code));
  const result =
    code === undefined
      ? script
      : {
          ...script,
          code: `return ((vars, context) => ${isBody ? `{\n${code}\n}` : `(${code})`})(output, context)`,
        };
  wrapped.set(script, result);
  return result;
}

const wrapped = new WeakMap<ScriptSpec, ScriptSpec>();

function noVars(script: ScriptSpec, found: Json): MlxError {
  const kind = Array.isArray(found) ? "a list" : found === null ? "nothing" : `a ${typeof found}`;
  return new MlxError("MLX_SCRIPT", `transformVars must give a mapping of variables, and gave ${kind}`, {
    at: script.at,
  });
}
