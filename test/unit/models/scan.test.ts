import { describe, expect, test } from "vitest";
import { fixtureBytes, fixtureNames, scanBytes, scanFixture } from "../../support/model-fixtures.js";

const expected: Record<string, { verdict: string; rule: string | null }> = JSON.parse(
  fixtureBytes("expected.json").toString(),
);

describe("files that do what models must not", () => {
  test("all of them have an expectation", () => {
    expect(Object.keys(expected).sort()).toEqual(fixtureNames("bad"));
  });

  test.each(Object.entries(expected))("%s", async (name, { verdict, rule }) => {
    const report = await scanFixture(`bad/${name}`);
    expect([report.verdict, report.lines]).toEqual([verdict, report.lines]);
    if (rule !== null) expect(report.findings.map((finding) => finding.rule)).toContain(rule);
  });
});

describe("files as their libraries write them", () => {
  const packedOtherwise = ["forest-bz2.joblib.bz2", "forest-xz.joblib.xz"];

  test.each(fixtureNames("good").filter((name) => !packedOtherwise.includes(name)))(
    "%s: ok",
    async (name) => {
      const { verdict, lines } = await scanFixture(`good/${name}`);
      expect([verdict, lines]).toEqual(["ok", lines]);
    },
  );

  test.each(packedOtherwise)("%s cannot be opened, and is unknown", async (name) => {
    expect(await scanFixture(`good/${name}`)).toMatchObject({
      verdict: "unknown",
      findings: [{ rule: "unread" }],
    });
  });

  test.each([
    [
      "torch.pt",
      {
        format: "pytorch",
        facts: { framework: "pytorch", tensors: 3, parameters: 16, dtypes: { float32: 2, int64: 1 } },
      },
    ],
    ["torch-legacy.pth", { format: "pytorch-legacy", facts: { tensors: 3, parameters: 16 } }],
    ["forest.joblib", { format: "joblib", facts: { framework: "scikit-learn", tensors: 9, parameters: 50 } }],
    ["forest-zlib.joblib", { format: "joblib in zlib", facts: { tensors: 9, parameters: 50 } }],
    ["arrays.joblib", { format: "joblib", facts: { tensors: 4, parameters: 248 } }],
    ["plain.npy", { format: "npy", facts: { shapes: [{ dtype: "<f8".slice(1), shape: [60, 4] }] } }],
    [
      "arrays.npz",
      {
        format: "npz",
        facts: {
          tensors: 2,
          shapes: [
            { name: "first", shape: [60, 4] },
            { name: "second", shape: [60] },
          ],
        },
      },
    ],
    [
      "model.safetensors",
      { facts: { framework: "pytorch", tensors: 2, parameters: 300, metadata: { license: "mit" } } },
    ],
    ["adapter_model.safetensors", { facts: { lora: { rank: 8 } } }],
    [
      "adapter_config.json",
      {
        facts: {
          framework: "peft",
          baseModel: "example/base-7b",
          lora: { rank: 8, alpha: 16, targets: ["q_proj"] },
        },
      },
    ],
    [
      "model.onnx",
      {
        facts: {
          producer: "fixture 1",
          opsets: { "ai.onnx": 18, "example.ops": 1 },
          parameters: 16,
          inputs: ["input float32[N, 4]"],
          outputs: ["output float32[N, 4]"],
          metadata: { author: "nobody" },
        },
      },
    ],
    [
      "model.gguf",
      {
        facts: {
          architecture: "llama",
          quantisation: "Q8_0",
          parameters: 96,
          metadata: { "general.name": "tiny", "llama.context_length": "64" },
        },
      },
    ],
    ["dense.keras", { format: "keras", facts: { framework: "keras", architecture: "Sequential" } }],
    ["dense.h5", { format: "keras-hdf5", facts: { architecture: "Sequential" } }],
    ["dense.weights.h5", { format: "hdf5" }],
    [
      "xgboost.json",
      {
        format: "xgboost-json",
        facts: { metadata: { objective: "binary:logistic", trees: "2", features: "4" } },
      },
    ],
    ["xgboost.ubj", { format: "xgboost-ubj" }],
    [
      "lightgbm.txt",
      {
        format: "lightgbm",
        facts: { metadata: { objective: "binary sigmoid:1", features: "4", trees: "2" } },
      },
    ],
    [
      "model.pmml",
      { format: "pmml", facts: { architecture: "RegressionModel", metadata: { version: "4.4" } } },
    ],
    ["config.json", { facts: { architecture: "LlamaForCausalLM", quantisation: "gptq" } }],
  ])("%s: what its header says", async (name, facts) => {
    expect(await scanFixture(`good/${name}`)).toMatchObject(facts);
  });
});

test("what picklescan or modelscan flag is never ok", async () => {
  const peers: Record<string, Record<string, string>> = JSON.parse(fixtureBytes("peers.json").toString());
  const flagged = Object.entries(peers).filter(
    ([path, says]) => path.startsWith("bad/") && [says["picklescan"], says["modelscan"]].includes("flagged"),
  );
  expect(flagged.length).toBeGreaterThan(40);
  for (const [path] of flagged)
    expect([path, (await scanFixture(path)).verdict]).toEqual([path, "suspicious"]);
});

test("a finding says in which entry and at which byte", async () => {
  const { findings } = await scanFixture("bad/zip-in-zip.zip");
  expect(findings).toMatchObject([
    {
      where: "inner.dat: deep/model.bin: byte 14",
      what: "imports os.system, which can run programs or code",
    },
  ]);
});

test("an empty file holds nothing", async () => {
  expect(await scanBytes("a.pkl", new Uint8Array(0))).toMatchObject({ format: "empty", verdict: "ok" });
});

test("archives in archives are opened eight deep", async () => {
  const zipped = async (levels: number) => {
    let bytes = fixtureBytes("bad/system-0.pkl");
    for (let level = 0; level < levels; level++) bytes = storedZip("inner", bytes);
    return (await scanBytes("a.zip", bytes)).findings.map(({ rule }) => rule);
  };
  expect(await zipped(8)).toEqual(["dangerous-import"]);
  expect(await zipped(9)).toEqual(["limit"]);
});

/** A ZIP archive with one entry that is not compressed; checksums are left out. */
function storedZip(name: string, bytes: Buffer): Buffer {
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(bytes.length, 4);
  sizes.writeUInt32LE(bytes.length, 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt16LE(name.length, 0);
  const local = Buffer.concat([
    Buffer.from("PK\x03\x04"),
    Buffer.alloc(10),
    sizes,
    tail,
    Buffer.from(name),
    bytes,
  ]);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02"),
    Buffer.alloc(12),
    sizes,
    tail,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
