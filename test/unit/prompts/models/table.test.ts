import { expect, test } from "vitest";
import { anthropicModels } from "../../../../src/prompts/models/anthropic.js";
import { googleModels } from "../../../../src/prompts/models/google.js";
import { modelFacts } from "../../../../src/prompts/models/model-facts.js";
import { openaiModels } from "../../../../src/prompts/models/openai.js";
import { otherModels } from "../../../../src/prompts/models/other-providers.js";
import { tableDate } from "../../../../src/prompts/models/table.js";

const models = [...openaiModels, ...anthropicModels, ...googleModels, ...otherModels];

test("every name stands in the table once, in lower case", () => {
  const names = models.flatMap(({ name, moving = [] }) => [name, ...moving]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.filter((name) => name !== name.toLowerCase())).toEqual([]);
});

test("figures are plausible: windows hold the output, output costs at least as much as input, dates are days", () => {
  expect(tableDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  for (const model of models) {
    const {
      contextWindow = Infinity,
      maxOutput = 0,
      inputPrice = 0,
      outputPrice = inputPrice,
      retires,
    } = model;
    expect(contextWindow, model.name).toBeGreaterThanOrEqual(maxOutput);
    expect(outputPrice, model.name).toBeGreaterThanOrEqual(inputPrice);
    expect(inputPrice > 0 === outputPrice > 0, model.name).toBe(true);
    if (retires !== undefined) expect(new Date(retires).toISOString().slice(0, 10)).toBe(retires);
  }
});

test("what is recommended in place of a model is known, and stays longer", () => {
  for (const { name, successor, retires = "" } of models) {
    if (successor === undefined) continue;
    const next = modelFacts(successor, {});
    expect(next, name).toBeDefined();
    expect((next?.facts.retires ?? "9999") > retires, name).toBe(true);
  }
});
