import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MlxError } from "../core/errors.js";
import { type CallOptions, type Embeddings, type Provider, ProviderFault } from "../evals/provider.js";
import { scriptEndings, scriptLanguage } from "../evals/script-language.js";
import type { ScriptSpec } from "../evals/types.js";
import { isJson } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";
import { answerOfScript, usageOf } from "./answer-of-script.js";
import { fileDigests } from "./file-digest.js";
import { excerpt } from "./http/http-faults.js";
import { at, listAt, numberAt } from "./json-access.js";
import { mergeEmbeddings } from "./merge-embeddings.js";
import { programCost } from "./program-cost.js";
import { contextArgument, optionsArgument } from "./provider-arguments.js";
import type { ProviderConfig } from "./provider-config.js";
import { providerIdentity } from "./provider-identity.js";
import { untilStopped } from "./until-stopped.js";

/**
 * `file://x.js` (a class with `callApi`, or a function), `file://x.py`, `python:x.py`, `ruby:x.rb` (a function `call_api`),
 * each with `:name` of another function behind it. Runs in the script host.
 */
export async function scriptProvider(config: ProviderConfig): Promise<Provider> {
  const script = scriptOf(config);
  const { file, functionName } = script;
  const files = await fileDigests(config.context.folder, [file]);
  const options = optionsArgument(config);
  const run = async (spec: ScriptSpec, args: readonly Json[], callOptions: CallOptions): Promise<Json> => {
    const { timeoutMs, signal } = callOptions;
    const started = performance.now();
    try {
      const call = config.context.scripts.run(spec, args, {
        ...(timeoutMs !== undefined && { timeoutMs }),
        ...(spec.language === "javascript" && { construct: options }),
      });
      return await untilStopped(call, signal);
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      const late = timeoutMs !== undefined && performance.now() - started >= timeoutMs;
      throw new ProviderFault(late ? "timeout" : "request", `failed: ${error.message}`);
    }
  };
  return {
    id: config.spec.id,
    identity: providerIdentity(config, { family: "script", files, name: functionName ?? "" }),
    cacheable: true,
    ...programCost(config),
    async call(request, callOptions) {
      const started = performance.now();
      const context = contextArgument(request);
      // In Python and Ruby the options come before the context, in JavaScript the class has them already.
      const args =
        script.language === "javascript" ? [request.text, context, {}] : [request.text, options, context];
      const value = await run(script, args, callOptions);
      return answerOfScript(value, performance.now() - started);
    },
    async embed(texts, callOptions) {
      const functionName = script.language === "javascript" ? "callEmbeddingApi" : "call_embedding_api";
      const parts: Embeddings[] = [];
      for (const text of texts) {
        const value = await run({ ...script, functionName }, [text, options, {}], callOptions);
        parts.push(embeddingOf(value));
      }
      return mergeEmbeddings(parts);
    },
  };
}

function embeddingOf(value: Json): Embeddings {
  const vector = listAt(value, "embedding").filter((item) => typeof item === "number");
  const error = at(value, "error");
  const usage = usageOf(at(value, "tokenUsage"));
  const costUsd = numberAt(value, "cost");
  if (vector.length > 0)
    return { vectors: [vector], ...(usage && { usage }), ...(costUsd !== undefined && { costUsd }) };
  const said = isJson(error) && error !== null ? `: ${excerpt(JSON.stringify(error))}` : "";
  throw new ProviderFault("garbage", `gave no embedding${said}`);
}

function scriptOf(config: ProviderConfig): ScriptSpec & { readonly file: string } {
  const written = config.spec.id
    .replace(/^(?:file:\/\/|python:|ruby:|javascript:)/, "")
    .replace(/^file:\/\//, "");
  const [, path = "", ending = "", name] = /^(.*\.(\w+))(?::(\w+))?$/.exec(written) ?? [];
  const language = scriptLanguage(ending);
  if (language === undefined) {
    throw config.wrong("the script", `a file that ends in ${scriptEndings}`);
  }
  const file = isAbsolute(path) ? path : join(config.context.folder, path);
  const functionName = name ?? (language === "javascript" ? undefined : "call_api");
  return {
    language,
    file: file.startsWith("file:") ? fileURLToPath(file) : file,
    ...(functionName !== undefined && { functionName }),
    at: config.spec.at,
  };
}
