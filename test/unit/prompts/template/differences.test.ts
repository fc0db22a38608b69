import { describe, expect, test } from "vitest";
import { refusal, text } from "./render-text.js";

describe("where prompts differ from Jinja on purpose", () => {
  test("true, false, lists and mappings are written as JSON", () => {
    expect(
      text("{{ a }} {{ b }} {{ l }} {{ m }}", { a: true, b: false, l: ["x", null, "é<"], m: { k: [] } }),
    ).toBe('true false ["x", null, "é<"] {"k": []}');
    expect(text("{{ 'is ' ~ a ~ l }}", { a: true, l: ["x"] })).toBe('is true["x"]');
  });

  test("null is never written out, and counts as not defined", () => {
    expect(refusal("{{ x }}", { x: null }).message).toBe("1:4 `x` has no value here");
    expect(refusal("{{ 'a' ~ x }}", { x: null }).message).toBe("1:10 `x` has no value here");
    expect(
      text("{{ x | default('d') }}{% if x is defined %}n{% endif %}{% if x is none %}y{% endif %}", {
        x: null,
      }),
    ).toBe("dy");
    expect(text("{% if x %}n{% else %}y{% endif %}", { x: null })).toBe("y");
  });

  test("numbers are JSON's", () => {
    expect(text("{{ 4 / 2 }} {{ 2.0 }} {{ 7.0 // 2 }} {{ 2.5 | round }} {{ '3' | float }}")).toBe(
      "2 2 3 2 3",
    );
    expect(text("{{ 2.0 is integer }} {{ true is number }} {{ true == 1 }} {{ 5 == '5' }}")).toBe(
      "true false false false",
    );
    expect(refusal("{{ true + 1 }}").message).toContain("`+` cannot be used between true and a number");
  });

  test("(1, 2) is a list", () => {
    expect(text("{{ (1, 2) == [1, 2] }} {{ (1, 2) }}")).toBe("true [1, 2]");
  });

  test("a conditional without else gives an empty text", () => {
    expect(text("<{{ 'a' if false }}>")).toBe("<>");
  });

  test("tojson changes neither the order of keys nor letters", () => {
    expect(text("{{ m | tojson }}", { m: { b: "<é'&>", a: 1 } })).toBe(`{"b": "<é'&>", "a": 1}`);
    expect(text("{{ x | tojson }}", { x: null })).toBe("null");
  });

  test("escape escapes what is escaped already", () => {
    expect(text("{{ '<' | e | e }}")).toBe("&amp;lt;");
  });

  test("an included file sees the loop, and what it sets can be used behind it", () => {
    const files = { "a.md": "{{ loop.index }}", "b.md": "{% set x = 1 %}" };
    expect(text('{% for i in [5, 6] %}{% include "a.md" %}{% endfor %}', {}, files)).toBe("12");
    expect(text('{% include "b.md" %}{{ x }}', {}, files)).toBe("1");
  });

  test("texts are not formatted by %, and mappings are not unpacked", () => {
    expect(refusal("{{ '%d' % 3 }}").message).toContain("`%` cannot be used between a text and a number");
    const { message, hint } = refusal("{% for k, v in m %}{% endfor %}", { m: { ab: 1 } });
    expect(message).toBe("1:16 `m` is a mapping, and a loop with two variables wants pairs");
    expect(hint).toBe("write `for k, v in m | items`");
  });
});
