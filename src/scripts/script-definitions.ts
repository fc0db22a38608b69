import { canonicalJson } from "../core/canonical-json.js";
import type { ScriptSpec } from "../evals/types.js";
import type { Json } from "../prompts/types.js";

/** A script as its process learns of it: sent once, called by its number from then on. */
export interface ScriptDefinition {
  readonly number: number;
  readonly spec: ScriptSpec;
  /** The line that tells a process of it. */
  readonly line: string;
}

/** Numbers scripts, so that the code of an assertion that runs ten thousand times is sent and compiled once. */
export class ScriptDefinitions {
  readonly #bySpec = new WeakMap<ScriptSpec, Map<string, ScriptDefinition>>();
  readonly #byContent = new Map<string, number>();

  /** @param names of the arguments in inline code. @param construct what the constructor of an exported class gets. */
  numbered(
    spec: ScriptSpec,
    names: readonly string[] = ["output", "context"],
    construct?: Json,
  ): ScriptDefinition {
    const known = this.#bySpec.get(spec) ?? new Map<string, ScriptDefinition>();
    this.#bySpec.set(spec, known);
    const variant = `${names.join(",")}${construct === undefined ? "" : canonicalJson(construct)}`;
    const found = known.get(variant);
    if (found) return found;
    const { language, code, file, functionName } = spec;
    const script = { code, file, functionName, names, construct };
    const content = `${language} ${canonicalJson(script)}`;
    const number = this.#byContent.get(content) ?? this.#byContent.size;
    this.#byContent.set(content, number);
    const definition = { number, spec, line: `${JSON.stringify({ define: number, script })}\n` };
    known.set(variant, definition);
    return definition;
  }
}
