import { readCode } from "../../../evals/promptfoo/read-code.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { isJson, isList } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";
import type { ScriptHost, ScriptHostOptions } from "../../../scripts/script-host.js";

/** Runs code that makes tests. */
export class TestGenerators {
  #host: Promise<ScriptHost> | undefined;

  constructor(private readonly options: ScriptHostOptions) {}

  /**
   * The tests that a file's function gives. What is wrong with what it gives is reported.
   * @param config handed to the function, where there is one. @throws {MlxError} `MLX_SCRIPT`.
   */
  async run(
    source: SuiteSource,
    written: string,
    config: unknown,
    path: FieldPath,
  ): Promise<readonly Json[]> {
    const script = readCode(source, written, path, "generate_tests");
    const given = config === undefined || config === null ? undefined : source.fields.json(config, path);
    if (!script) return [];
    const host = await this.#open();
    const tests = await host.run(script, given === undefined ? [] : [given]);
    if (isList(tests) && isJson(tests)) return tests;
    source.fields.refuseKind(path, "a function that gives a list of tests", tests);
    return [];
  }

  async close(): Promise<void> {
    await (await this.#host)?.close();
  }

  #open(): Promise<ScriptHost> {
    this.#host ??= import("../../../scripts/script-host.js").then(({ openScriptHost }) =>
      openScriptHost(this.options),
    );
    return this.#host;
  }
}
