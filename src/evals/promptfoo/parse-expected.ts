/** An assertion as promptfoo writes it, before it is checked. */
export type WrittenAssertion = Readonly<Record<string, unknown>>;

const named = /^(not-)?([a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)*)(?:\((-?\d+(?:\.\d+)?)\))?(?::\s*([\s\S]*))?$/;
const code = /^(?:javascript|fn|eval):\s*/;
const judged = /^(?:grade|llm-rubric):\s*/;

/** Assertions whose value is a list; in a cell its items stand behind commas. */
const lists = new Set(["contains-all", "contains-any", "icontains-all", "icontains-any"]);

/** Assertions whose threshold may stand where the value does: `latency: 500`. */
const limits = new Set(["latency", "cost", "perplexity", "perplexity-score"]);

/**
 * What the cell of an `__expected` column asks for: `type(threshold): value`, code, or a text that the output must equal.
 * @param isType whether there is an assertion of a name, without `not-`.
 * @returns undefined for an empty cell.
 */
export function parseExpected(cell: string, isType: (name: string) => boolean): WrittenAssertion | undefined {
  const text = cell.trim();
  if (text === "") return undefined;
  if (code.test(text)) return { type: "javascript", value: text.replace(code, "") };
  if (judged.test(text)) return { type: "llm-rubric", value: text.replace(judged, "") };
  if (text.startsWith("python:")) return { type: "python", value: text.slice("python:".length).trim() };
  if (text.startsWith("file://"))
    return {
      type: text.split(":").length > 1 && /\.py(?::|$)/.test(text) ? "python" : "javascript",
      value: text,
    };
  const [, not = "", type = "", threshold, value] = named.exec(text) ?? [];
  if (!isType(type)) return { type: "equals", value: cell };
  return {
    type: `${not}${type}`,
    ...(threshold !== undefined && { threshold: Number(threshold) }),
    ...valueIn(type, value),
  };
}

function valueIn(type: string, value: string | undefined): WrittenAssertion {
  const text = value?.trim();
  if (text === undefined || text === "") return {};
  if (lists.has(type)) return { value: listOf(text) };
  if (limits.has(type) && Number.isFinite(Number(text))) return { threshold: Number(text) };
  return { value: text };
}

/** Items behind commas, in quotes where they hold one; or a JSON list. */
function listOf(text: string): readonly unknown[] {
  if (text.startsWith("[")) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed;
    } catch {
      // No JSON: then it is a list of texts that happens to begin so.
    }
  }
  const items = text.match(/\s*"(?:[^"]|"")*"\s*|[^,]+/g) ?? [];
  return items.map((item) => {
    const bare = item.trim();
    return /^".*"$/s.test(bare) ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}
