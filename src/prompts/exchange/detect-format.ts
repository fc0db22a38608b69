import type { ExchangeFormat } from "./types.js";

/** The format of a file, or which it may be and why that cannot be told. */
export type Detected =
  | { readonly format: ExchangeFormat }
  | { readonly candidates: readonly ExchangeFormat[]; readonly reason: string };

/** Tells the format by the file's name and, where several use that name, by what it holds. */
export function detectFormat(file: string, text: string): Detected {
  const name = file.toLowerCase();
  if (/\.prompt\.ya?ml$/.test(name)) return { format: "github" };
  if (name.endsWith(".prompty")) return { format: "prompty" };
  if (name.endsWith(".prompt")) return { format: "dotprompt" };
  if (name.endsWith(".json")) return detectJson(text);
  if (/\.ya?ml$/.test(name)) return detectYaml(text);
  if (/\.(?:txt|j2)$/.test(name)) return { format: "promptfoo" };
  if (name.endsWith(".md")) {
    if (!/^---[ \t]*\r?\n/.test(text)) return { format: "promptfoo" };
    return {
      candidates: ["dotprompt", "prompty"],
      reason: "it is Markdown with front matter, which several tools use",
    };
  }
  return {
    candidates: ["dotprompt", "prompty", "github", "promptfoo", "openai"],
    reason: "its ending is none that is known",
  };
}

function detectJson(text: string): Detected {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The reader of the format says what is wrong with it.
    return { format: /^\s*\{[^{]*"prompts"\s*:/.test(text) ? "promptfoo" : "openai" };
  }
  if (hasKey(value, "prompts")) return { format: "promptfoo" };
  if (hasKey(value, "messages")) return { format: "openai" };
  // Nunjucks beyond a plain name is text for OpenAI, and something to be filled in for promptfoo.
  const nunjucks = /\{%|\{\{(?!\s*[A-Za-z_][\w-]*\s*\}\})[^}]{0,500}\}\}/.test(text);
  if (!nunjucks) return { format: "openai" };
  return {
    candidates: ["openai", "promptfoo"],
    reason: "its texts hold what may be Nunjucks, or may be meant as it is",
  };
}

function detectYaml(text: string): Detected {
  if (/^prompts[ \t]*:/m.test(text)) return { format: "promptfoo" };
  if (/^messages[ \t]*:/m.test(text)) return { format: "github" };
  if (/^\s*-[ \t]+\{?[ \t]*["']?(?:role|content)["']?[ \t]*:/m.test(text)) return { format: "promptfoo" };
  return { candidates: ["github", "promptfoo"], reason: "it has neither messages nor prompts" };
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}
