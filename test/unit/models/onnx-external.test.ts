import { expect, test } from "vitest";
import { scanBytes } from "../../support/model-fixtures.js";
import { onnxWithExternal } from "../../support/onnx-bytes.js";

test("files beside an ONNX model that hold its tensors are named among the facts", async () => {
  const { format, facts, verdict } = await scanBytes("m.onnx", onnxWithExternal("weights.bin", "more.bin"));
  expect(format).toBe("onnx");
  expect(facts.externalFiles).toEqual(["more.bin", "weights.bin"]);
  expect(verdict).toBe("ok");
});

test("a file outside of the model's folder is no file beside it: it is suspicious", async () => {
  const { facts, verdict } = await scanBytes("m.onnx", onnxWithExternal("../weights.bin"));
  expect(facts.externalFiles).toBeUndefined();
  expect(verdict).toBe("suspicious");
});
