import { expect, test } from "vitest";
import type { RegistryItem } from "../../../../src/registry/read-item.js";
import { ArchivedVersions } from "../../../../src/registry/versions/archived.js";
import { ModelScene } from "../../../support/model-scene.js";
import { ann } from "../../../support/registry-scene.js";

function archivedIn(scene: ModelScene, ...versions: string[]): string[] {
  const archived = new ArchivedVersions(scene.item);
  return versions.filter((version) => archived.eventOf(scene.record(version).digest) !== undefined);
}

test("the last word on a record counts: archived, brought back, archived again", () => {
  const scene = new ModelScene();
  scene.register(1);
  scene.register(2);
  const say = (kind: "archive" | "unarchive", version: string) =>
    scene.event({ kind, author: ann, message: kind, parents: [], target: scene.ref(version) });
  expect(archivedIn(scene, "1", "2")).toEqual([]);
  say("archive", "1");
  say("archive", "2");
  say("unarchive", "1");
  expect(archivedIn(scene, "2", "1")).toEqual(["2"]);
  const last = say("archive", "1");
  expect(archivedIn(scene, "1", "2")).toEqual(["1", "2"]);
  expect(new ArchivedVersions(scene.item).eventOf(scene.record("1").digest)?.id).toBe(last.id);
});

test("of a thousand events only those are read that came after the publication of the version that is asked about", () => {
  const scene = new ModelScene();
  for (let version = 1; version <= 30; version++) scene.register(version);
  const { item } = scene;
  const read: string[] = [];
  const counted: RegistryItem = {
    ...item,
    tree: {
      paths: item.tree.paths,
      read: (path) => {
        read.push(path);
        return item.tree.read(path);
      },
    },
  };
  const archived = new ArchivedVersions(counted);
  expect(archived.eventOf(scene.record("28").digest)).toBeUndefined();
  expect(read).toHaveLength(3);
  expect(archived.eventOf(scene.record("29").digest)).toBeUndefined();
  expect(read).toHaveLength(3);
});
