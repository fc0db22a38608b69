import type { Json } from "../../prompts/types.js";
import { isTemplate } from "../loose-template.js";
import type { Suite, SuiteTest } from "../types.js";
import { CaseVars } from "./case-vars.js";
import { rendererOf, type TextRenderer } from "./text-renderer.js";

/** What the templates of variables may read. */
export interface VarsOptions {
  /** `--trust-templates`: values of data files are templates, too. */
  readonly trusted: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The vars of a test with their templates filled in: a value that the suite's author wrote may use other vars, and what it
 * takes over from data stays as it is.
 * @param values the test's, after code has changed them. @param data the names of those that come from data.
 * @throws {MlxError} `MLX_TEMPLATE`, exit 2.
 */
export function renderVars(
  suite: Pick<Suite, "format">,
  { at }: Pick<SuiteTest, "at">,
  values: ReadonlyMap<string, Json>,
  data: ReadonlySet<string>,
  { trusted, env }: VarsOptions,
): CaseVars {
  const stripped = suite.format === "promptfoo" ? withoutLastBreak : (value: string) => value;
  const result = new CaseVars(values, trusted ? new Set() : data);
  let pending: Map<string, string> | undefined;
  for (const [name, value] of values) {
    if (typeof value !== "string") continue;
    const text = stripped(value);
    if (text !== value) result.set(name, text);
    if (result.data.has(name) || !isTemplate(text)) continue;
    pending ??= new Map();
    pending.set(name, text);
  }
  return pending === undefined ? result : filled(pending, result, rendererOf(suite), at, env);
}

/** @param pending the templates among the values. */
function filled(
  pending: Map<string, string>,
  result: CaseVars,
  renderer: TextRenderer,
  at: SuiteTest["at"],
  env: VarsOptions["env"],
): CaseVars {
  const tainted = new Set(result.data);
  const under = new Set<string>();
  for (const name of [...pending.keys()]) render(name);
  return tainted.size === result.data.size ? result : new CaseVars(result, tainted);

  /** Renders what a value uses before the value itself; of a circle, one stays as it is written. */
  function render(name: string): void {
    const text = pending.get(name);
    if (text === undefined || under.has(name)) return;
    under.add(name);
    const uses = renderer.uses(text) ?? [];
    for (const used of uses) render(used);
    result.set(name, renderer.text(text, result, at, env));
    if (uses.some((used) => tainted.has(used))) tainted.add(name);
    under.delete(name);
    pending.delete(name);
  }
}

function withoutLastBreak(value: string): string {
  return value.endsWith("\n") ? value.slice(0, -1) : value;
}
