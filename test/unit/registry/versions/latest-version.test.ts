import { expect, test } from "vitest";
import { recordFile } from "../../../../src/registry/paths.js";
import { latestInUse, latestVersion } from "../../../../src/registry/versions/latest-version.js";
import { ModelScene } from "../../../support/model-scene.js";
import { ann } from "../../../support/registry-scene.js";

/** Ten versions and more, so that an order by text would be another one. */
function versions(...archived: readonly string[]): ModelScene {
  const scene = new ModelScene();
  for (let version = 1; version <= 10; version++) scene.register(version);
  for (const version of archived) {
    scene.event({ kind: "archive", author: ann, message: "old", parents: [], target: scene.ref(version) });
  }
  return scene;
}

test("a name means the highest number that is not archived", () => {
  expect(latestVersion(versions().item)?.version).toBe("10");
  expect(latestVersion(versions("10", "9", "3").item)?.version).toBe("8");
});

test("where all are archived none is in use, and the name means the highest", () => {
  const { item } = versions(..."1 2 3 4 5 6 7 8 9 10".split(" "));
  expect(latestInUse(item)).toBeUndefined();
  expect(latestVersion(item)?.version).toBe("10");
});

test("a damaged record is not passed over in silence, and a frozen list without a record is no version", () => {
  const damaged = versions();
  damaged.files.set(recordFile("model", damaged.name, "10"), "{}");
  expect(latestVersion(damaged.item)).toMatchObject({ version: "10", record: { ok: false } });
  const interrupted = versions();
  interrupted.files.delete(recordFile("model", interrupted.name, "10"));
  expect(latestVersion(interrupted.item)?.version).toBe("9");
  expect(latestVersion(new ModelScene().item)).toBeUndefined();
});
