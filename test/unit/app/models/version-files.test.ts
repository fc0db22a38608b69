import { describe, expect, test } from "vitest";
import type { ScannedFile } from "../../../../src/app/models/scan-models.js";
import { describeFiles } from "../../../../src/app/models/version-files.js";
import { sha256Of } from "../../../../src/core/sha256.js";
import type { FileEntry } from "../../../../src/data/types.js";

type Given = Partial<ScannedFile> & { readonly path: string; readonly size?: number };

function described(...given: Given[]) {
  const files = given.map(({ path, size = 10 }): FileEntry => {
    return { path, sha256: sha256Of(path), size, mode: "644" };
  });
  const scanned = given.map(({ size: _, ...rest }): ScannedFile => {
    return { format: "text", verdict: "ok", findings: [], facts: {}, ...rest };
  });
  return describeFiles(files, { verdict: "ok", files: scanned });
}

describe("the main file", () => {
  test("is the largest that is a model, whatever larger text or configuration lies beside it", () => {
    const { format, files, bytes } = described(
      { path: "README.md", size: 900 },
      { path: "config.json", format: "transformers-config", size: 800 },
      { path: "a.bin", format: "pickle", size: 10 },
      { path: "b.bin", format: "onnx", size: 20 },
    );
    expect([format, files, bytes]).toEqual(["onnx", 4, 1730]);
  });

  test("is the largest of all where nothing is a model", () => {
    expect(described({ path: "a", format: "json", size: 1 }, { path: "b", size: 2 }).format).toBe("text");
  });
});

describe("the header", () => {
  test("has the tensors of all shards together", () => {
    const shard = (path: string, tensors: number) => ({
      ...{ path, format: "safetensors" },
      facts: { tensors, parameters: 100 * tensors, dtypes: { F16: tensors } },
    });
    expect(described(shard("1.safetensors", 2), shard("2.safetensors", 3)).facts).toEqual({
      ...{ tensors: 5, parameters: 500, dtypes: { F16: 5 } },
    });
  });

  test("takes architecture, adapter, base model and license from the files beside the model", () => {
    const { facts, baseModel, license } = described(
      { path: "adapter_config.json", format: "adapter-config", facts: { baseModel: "b", lora: { rank: 8 } } },
      { path: "config.json", format: "transformers-config", facts: { architecture: "Llama" } },
      { path: "m.gguf", format: "gguf", size: 99, facts: { metadata: { "general.license": "mit" } } },
    );
    expect([facts, baseModel, license]).toEqual([
      { architecture: "Llama", lora: { rank: 8 } },
      ...["b", "mit"],
    ]);
  });

  test("keeps no shapes, and not more than 50 names", () => {
    const inputs = Array.from({ length: 80 }, (_, index) => `x${index}`);
    const shapes = [{ name: "w", dtype: "F16", shape: [1] }];
    const { facts } = described({ path: "m.onnx", format: "onnx", facts: { inputs, shapes, tensors: 1 } });
    expect(facts?.inputs).toHaveLength(50);
    expect(facts).not.toHaveProperty("shapes");
  });
});

test("files of tensors beside a model are looked for in its own folder", () => {
  const model = { path: "m/a.onnx", format: "onnx", facts: { externalFiles: ["./w.bin", "v.bin"] } };
  expect(described(model, { path: "m/v.bin" }, { path: "m/w.bin" }).warnings).toEqual([]);
  expect(described(model, { path: "v.bin" }, { path: "m/w.bin" }).warnings).toEqual([
    "m/a.onnx keeps tensors in v.bin, which is not among the files: without it the model cannot be loaded",
  ]);
});

test("a damaged pickle is described; a damaged safetensors file is refused", () => {
  const damage = { rule: "damaged", level: "unknown", what: "it ends too soon", where: "header" } as const;
  expect(described({ path: "m.pkl", format: "pickle", findings: [damage] }).scan.rules).toEqual(["damaged"]);
  expect(() => described({ path: "m.safetensors", format: "safetensors", findings: [damage] })).toThrow(
    /m\.safetensors is damaged.*it ends too soon \(header\)/,
  );
});

test("notes of the scan are no rules that found something", () => {
  const note = { rule: "external-file", level: "note", what: "x", where: "" } as const;
  expect(described({ path: "m.onnx", format: "onnx", findings: [note] }).scan.rules).toEqual([]);
});
