import type { CaseIds } from "../../evals/case-ids.js";
import type { CaseDigester } from "../../evals/outcomes/case-digests.js";
import type { ProviderSpec, ScriptSpec, Suite } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { App } from "../app.js";
import type { Answers } from "./answers.js";
import type { CaseMemory } from "./case-memory.js";

/** What the cases of one evaluation have in common. */
export interface EvalWorld {
  readonly app: App;
  readonly suite: Suite;
  readonly ids: CaseIds;
  readonly digests: CaseDigester;
  readonly answers: Answers;
  readonly memory: CaseMemory;
  /** `--judge`: asked in every model-graded assertion. */
  readonly judge?: ProviderSpec;
  /** `--trust-templates`: values of data files are rendered like those of the suite file. */
  readonly trustTemplates: boolean;
  /** @throws {MlxError} `MLX_SCRIPT`. */
  script(script: ScriptSpec, args: readonly Json[]): Promise<Json>;
  /** What a program of the suite prints. @throws {MlxError} `MLX_SCRIPT`. */
  command(line: string, args: readonly string[]): Promise<string>;
  /** @throws {ProviderFault} */
  post(url: string, body: Json): Promise<Json>;
}
