import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Json } from "../../../../src/prompts/types.js";
import { text } from "./render-text.js";

const json: z.ZodMiniType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const fixture = z
  .object({
    values: z.record(z.string(), json),
    includes: z.record(z.string(), z.string()),
    cases: z.array(z.object({ template: z.string(), output: z.string() })),
  })
  .parse(JSON.parse(readFileSync(new URL("../../../fixtures/prompts/jinja.json", import.meta.url), "utf8")));

describe("templates render as Jinja renders them", () => {
  test("there are enough of them to say so", () => {
    expect(fixture.cases.length).toBeGreaterThanOrEqual(150);
  });

  test.each(fixture.cases.map(({ template, output }) => [template, output]))("%j", (template, output) => {
    const rendered = text(template, fixture.values, fixture.includes).replaceAll("\r\n", "\n");
    expect(rendered).toBe(output);
  });
});
