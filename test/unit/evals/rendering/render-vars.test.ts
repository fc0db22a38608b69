import { describe, expect, test } from "vitest";
import { renderVars } from "../../../../src/evals/rendering/render-vars.js";
import type { Json } from "../../../../src/prompts/types.js";

const at = { file: "s.yaml", line: 3, column: 7 };
const env = { HOME: "/home/me" };

function rendered(values: Record<string, Json>, data: readonly string[], trusted = false) {
  const map = new Map(Object.entries(values));
  return renderVars({ format: "promptfoo" }, { at }, map, new Set(data), { trusted, env });
}

describe("variables of a case", () => {
  test("are made of one another, however they are ordered", () => {
    expect(Object.fromEntries(rendered({ a: "{{b}}!", b: "{{ c }}{{ c }}", c: "x", n: 1 }, []))).toEqual({
      ...{ a: "xx!", b: "xx", c: "x", n: 1 },
    });
  });

  test("that go round in a circle end somewhere", () => {
    const vars = rendered({ a: "{{b}}", b: "{{a}}", self: "<{{ self }}>" }, []);
    expect(vars.get("a")).toBe("{{b}}");
    expect(vars.get("self")).toBe("<<{{ self }}>>");
  });

  test("of data stay as they are, whoever uses them", () => {
    const vars = rendered({ q: "{{ env.HOME }} {{ own }}", own: "mine", text: "Asked: {{ q }}" }, ["q"]);
    expect(vars.get("q")).toBe("{{ env.HOME }} {{ own }}");
    expect(vars.get("text")).toBe("Asked: {{ env.HOME }} {{ own }}");
  });

  test("that take over what data says count as data", () => {
    expect([...rendered({ q: "x", text: "{{ q }}", more: "{{ text }}", own: "1" }, ["q"]).data]).toEqual([
      "q",
      "text",
      "more",
    ]);
  });

  test("of data are templates where they are trusted", () => {
    const vars = rendered({ q: "{{ env.HOME }}" }, ["q"], true);
    expect([vars.get("q"), vars.data.size]).toEqual(["/home/me", 0]);
  });

  test("lose one line end, as promptfoo has it", () => {
    expect(Object.fromEntries(rendered({ a: "x\n\n", b: "y\n" }, ["b"]))).toEqual({ a: "x\n", b: "y" });
  });

  test("inside of lists and mappings are values", () => {
    expect(rendered({ a: ["{{b}}"], m: { k: "{{b}}" }, b: "x" }, []).get("m")).toEqual({ k: "{{b}}" });
  });
});
