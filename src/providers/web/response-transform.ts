import type { Json } from "../../prompts/types.js";
import { garbage } from "../http/http-faults.js";
import { parseJson } from "../json-access.js";
import type { ProviderConfig } from "../provider-config.js";
import { configScript } from "./config-script.js";
import { followPath, parseDataPath } from "./data-path.js";

/** What came back, for what takes the answer out of it. */
export interface WebResponse {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly vars: Json;
}

/** Takes the answer out of a response. */
export interface ResponseTransform {
  /** Absolute, where its code is a file. */
  readonly file?: string;
  /** @throws {ProviderFault} garbage where it is not there, request where code fails. */
  answer(response: WebResponse, timeoutMs: number | undefined): Promise<Json>;
}

/** `transformResponse`: a path, a JavaScript expression of `json`, `text` and `context`, a function, or `file://x.js`. */
export function responseTransform(config: ProviderConfig): ResponseTransform {
  const written = config.text("transformResponse", "responseParser");
  if (written === undefined) return { answer: async ({ text }) => parseJson(text) ?? text };
  if (written.trim() === "text") return { answer: async ({ text }) => text };
  const path = written.startsWith("file://") ? undefined : parseDataPath(written);
  // The length of a list or a text is JavaScript's, and no member.
  if (path && path.at(-1) !== "length") {
    return {
      async answer({ text }) {
        const value = followPath(parseJson(text), path);
        if (value === undefined) throw garbage(`answered without ${written}`, text);
        return value;
      },
    };
  }
  const script = configScript(config, {
    setting: "transformResponse",
    written,
    names: ["json", "text", "context"],
    failed: "answered what transformResponse fails on",
  });
  return {
    ...(script.file !== undefined && { file: script.file }),
    answer: ({ text, status, headers, vars }, timeoutMs) =>
      script.run([parseJson(text) ?? null, text, { response: { status, headers }, vars }], timeoutMs),
  };
}
