import { describe, expect, test } from "vitest";
import { openQuote } from "../../../../src/evals/rendering/open-quote.js";
import { renderCode } from "../../../../src/evals/rendering/render-code.js";
import type { ScriptSpec } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";

const at = { file: "s.yaml", line: 9, column: 3 };

function filled(code: string, value: Json, language: ScriptSpec["language"] = "javascript"): string {
  const vars = new Map<string, Json>([
    ["q", value],
    ["own", "output.length"],
  ]);
  return renderCode({ code, language, at }, vars, new Set(["q"]), {});
}

/** What JavaScript makes of the code. */
function run(code: string): unknown {
  return Function(`return (${code})`)();
}

describe("code with templates", () => {
  test("takes in what the suite's author wrote, even as code", () => {
    expect(filled("{{ own }} > 3", "x")).toBe("output.length > 3");
  });

  test.each([5, -2.5, true, null, "42", "-0.5"])("takes in %j of data anywhere", (value) => {
    expect(filled("1 < {{ q }}", value)).toBe(`1 < ${value ?? ""}`);
  });

  test.each([
    "it's",
    'a "quoted" one',
    "two\nlines\r",
    "back\\slash",
    "${process.exit()}",
    "`",
    "'); process.exit(); ('",
    "\u2028\u2029#{1}",
  ])("takes in %j of data between quotes, and it means just that", (value) => {
    for (const quote of ['"', "'", "`"]) expect(run(filled(`${quote}{{ q }}${quote}`, value))).toBe(value);
    expect(run(filled("'<' + \"{{q}}\" + `-{{ q | safe }}`", value))).toBe(`<${value}-${value}`);
  });

  test("escapes for Python as Python reads it", () => {
    expect(filled("x == '{{ q }}'", "it's $5\n", "python")).toBe("x == 'it\\'s $5\\n'");
  });

  test.each([
    ["{{ q }}", "process.exit()"],
    ["`${ {{q}} }`", "process.exit()"],
    ["'{{ q | truncate(3) }}'", "ab'c"],
    ["'{{ q ~ own }}'", "x"],
    ["{% set y = q %}{{ y }}", "x()"],
    ["{% for c in q %}{{ c }}{% endfor %}", "x()"],
    ["// don't\n{{ q }}", "x()"],
    ["/'/.test({{ q }})", "x()"],
    ["{{ q | dump }}", "x"],
  ])("%j refuses what would become code", (code, value) => {
    expect(() => filled(code, value)).toThrow(
      expect.objectContaining({
        code: "MLX_UNSAFE_TEMPLATE",
        at,
        message: expect.stringContaining("q comes from data"),
      }),
    );
  });

  test("refuses lists and mappings of data", () => {
    expect(() => filled("'{{ q }}'", ["a"])).toThrow(
      expect.objectContaining({ code: "MLX_UNSAFE_TEMPLATE" }),
    );
  });

  test("may ask whether there is a value", () => {
    expect(filled("{% if q %}true{% else %}false{% endif %}", "x()")).toBe("true");
  });
});

describe("the quote that is open at a place", () => {
  test.each([
    ["javascript", "a + '", "'"],
    ["javascript", "'a' + ", undefined],
    ["javascript", "'it\\'s ", "'"],
    ["javascript", "`a\n", "`"],
    ["javascript", "`a${ ", undefined],
    ["javascript", "'a\n", undefined],
    ["javascript", "6 / 2 + '", "'"],
    ["javascript", "x // '\n + \"", '"'],
    ["python", "x = \"it's ", '"'],
    ["python", "# it's", undefined],
    ["python", '"""doc', undefined],
  ] as const)("%s: %j", (language, code, quote) => {
    expect(openQuote(code, code.length, language)).toBe(quote);
  });
});
