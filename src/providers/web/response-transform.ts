import { isAbsolute, join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { ProviderFault } from "../../evals/provider.js";
import type { ScriptSpec } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { garbage } from "../http/http-faults.js";
import { parseJson } from "../json-access.js";
import type { ProviderConfig } from "../provider-config.js";
import { followPath, parseDataPath } from "./data-path.js";

/** What came back, for what takes the answer out of it. */
export interface WebResponse {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly vars: Json;
}

/** Takes the answer out of a response. @throws {ProviderFault} garbage where it is not there, request where code fails. */
export type ResponseTransform = (response: WebResponse, timeoutMs: number | undefined) => Promise<Json>;

const names = ["json", "text", "context"];
const functionText = /^\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|[A-Za-z_$][\w$]*\s*=>)/;

/** `transformResponse`: a path, a JavaScript expression of `json`, `text` and `context`, a function, or `file://x.js`. */
export function responseTransform(config: ProviderConfig): ResponseTransform {
  const written = transformText(config);
  if (written === undefined) return async ({ text }) => parseJson(text) ?? text;
  if (written.trim() === "text") return async ({ text }) => text;
  const path = written.startsWith("file://") ? undefined : parseDataPath(written);
  if (path) {
    return async ({ text }) => {
      const value = followPath(parseJson(text), path);
      if (value === undefined) throw garbage(`answered without ${written}`, text);
      return value;
    };
  }
  const script = scriptOf(written, config);
  return async ({ text, status, headers, vars }, timeoutMs) => {
    const args = [parseJson(text) ?? null, text, { response: { status, headers }, vars }];
    try {
      return await config.context.scripts.run(script, args, {
        names,
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
    } catch (error) {
      throw error instanceof MlxError
        ? new ProviderFault("request", `answered what transformResponse fails on: ${error.message}`)
        : error;
    }
  };
}

/** Where it is a file, the file's name: its change makes other answers. */
export function transformFile(config: ProviderConfig): readonly string[] {
  const written = transformText(config) ?? "";
  return written.startsWith("file://") ? [scriptOf(written, config).file ?? ""] : [];
}

function transformText(config: ProviderConfig): string | undefined {
  return config.text("transformResponse", "responseParser");
}

function scriptOf(written: string, config: ProviderConfig): ScriptSpec {
  const base = { language: "javascript", at: config.spec.at } as const;
  if (!written.startsWith("file://")) {
    return {
      ...base,
      code: functionText.test(written) ? `return (${written})(${names.join(", ")})` : written,
    };
  }
  const [, path = "", name] = /^file:\/\/(.*?\.\w+)(?::(\w+))?$/.exec(written) ?? [];
  if (path === "") throw config.wrong("transformResponse", "a path, an expression or file://x.js");
  const file = isAbsolute(path) ? path : join(config.context.folder, path);
  return { ...base, file, ...(name !== undefined && { functionName: name }) };
}
