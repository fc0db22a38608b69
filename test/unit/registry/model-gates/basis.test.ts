import { expect, test } from "vitest";
import { evidenceDigest, formatEvidence } from "../../../../src/registry/evidence/evidence.js";
import { requireSameBasis, stateOfBasis } from "../../../../src/registry/model-gates/basis.js";
import { driftCheck } from "../../../support/model-gate-facts.js";
import { ModelScene } from "../../../support/model-scene.js";
import { bob } from "../../../support/registry-scene.js";

/** A scene with one version, before and after something is written beside it. */
function afterwards(write: (scene: ModelScene, record: string) => void): () => void {
  const scene = new ModelScene();
  const record = scene.register(1);
  const before = stateOfBasis(scene.item, record);
  write(scene, record.digest);
  return () => requireSameBasis(before, scene.item, record);
}

test("what gates go by is the same where nothing was written, and where an alias was moved", () => {
  expect(afterwards(() => undefined)).not.toThrow();
  expect(afterwards((scene) => scene.alias("champion", "1"))).not.toThrow();
});

test.each<[string, (scene: ModelScene, record: string) => void]>([
  [
    "model.yaml",
    (scene) => scene.files.set("models/penguins/model.yaml", "gates: {champion: [{scan: ok}]}\n"),
  ],
  [
    "evidence",
    (scene) => {
      const text = formatEvidence(driftCheck());
      scene.files.set(`models/penguins/evidence/${evidenceDigest(text)}.json`, text);
    },
  ],
  [
    "a rejection",
    (scene) => {
      scene.judge("reject", "1", bob);
    },
  ],
])("%s that comes while gates are judged stops the promotion", (_, write) => {
  expect(afterwards(write)).toThrow(expect.objectContaining({ code: "MLX_PROMOTION_STALE" }));
});
