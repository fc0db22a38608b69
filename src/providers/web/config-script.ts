import { isAbsolute, join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { ProviderFault } from "../../evals/provider.js";
import type { ScriptSpec } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { ProviderConfig } from "../provider-config.js";

/** Code that a provider's config holds: an expression, a function, or `file://x.js`, also with `:name`. */
export interface ConfigScript {
  /** Absolute, where it is a file: its change makes other answers. */
  readonly file?: string;
  /** @throws {ProviderFault} request, where the code fails. */
  run(args: readonly Json[], timeoutMs: number | undefined): Promise<Json>;
}

const functionText = /^\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|[A-Za-z_$][\w$]*\s*=>)/;

/** @param names of the arguments, for code that is written in the config. @param failed what a fault of the code is told as. */
export function configScript(
  config: ProviderConfig,
  {
    setting,
    written,
    names,
    failed,
  }: { setting: string; written: string; names: readonly string[]; failed: string },
): ConfigScript {
  const script = scriptOf(config, setting, written, names);
  return {
    ...(script.file !== undefined && { file: script.file }),
    async run(args, timeoutMs) {
      try {
        return await config.context.scripts.run(script, args, {
          names,
          ...(timeoutMs !== undefined && { timeoutMs }),
        });
      } catch (error) {
        throw error instanceof MlxError ? new ProviderFault("request", `${failed}: ${error.message}`) : error;
      }
    },
  };
}

function scriptOf(
  config: ProviderConfig,
  setting: string,
  written: string,
  names: readonly string[],
): ScriptSpec {
  const base = { language: "javascript", at: config.spec.at } as const;
  if (!written.startsWith("file://")) {
    return {
      ...base,
      code: functionText.test(written) ? `return (${written})(${names.join(", ")})` : written,
    };
  }
  const [, path = "", name] = /^file:\/\/(.*?\.\w+)(?::(\w+))?$/.exec(written) ?? [];
  if (path === "") throw config.wrong(setting, "code or file://x.js");
  const file = isAbsolute(path) ? path : join(config.context.folder, path);
  return { ...base, file, ...(name !== undefined && { functionName: name }) };
}
