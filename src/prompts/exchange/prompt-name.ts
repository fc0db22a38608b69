import { isItemName } from "../../registry/nouns.js";

/** The nearest name that a prompt may have: `Text Summarizer` becomes `text-summarizer`. Undefined where nothing is left. */
export function promptNameFor(text: string): string | undefined {
  if (isItemName(text)) return text;
  const name = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+|[-.]+$/g, "")
    .slice(0, 100);
  return isItemName(name) ? name : undefined;
}

/** What a file of another tool calls its prompt: its name without endings. A variant, `name.variant.prompt`, belongs to it. */
export function promptNameOfFile(file: string): string | undefined {
  const base = file.split(/[\\/]/).at(-1) ?? "";
  const stem = base.replace(/\.(?:prompt\.ya?ml|prompt|prompty|json|ya?ml|txt|md|j2)$/i, "");
  return promptNameFor(stem.replaceAll(".", "-"));
}
