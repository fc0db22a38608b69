import { expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { planPush } from "../../../src/data/plan-push.js";

const object = (name: string) => ({ name, sha256: sha256Of(name), size: name.length });
const set = (...names: string[]) => new Set(names.map((name) => sha256Of(name)));
const names = (objects: readonly { name: string }[]) => objects.map(({ name }) => name);

test("what the store has stays, what the cache has travels, what neither has is absent", () => {
  const objects = ["stored", "cached", "both", "neither"].map(object);
  const plan = planPush(objects, set("stored", "both"), set("cached", "both"), set());
  expect(names(plan.upload)).toEqual(["cached"]);
  expect(names(plan.absent)).toEqual(["neither"]);
  expect(plan.rescue).toEqual([]);
  expect(plan.present).toBe(2);
  expect(plan.bytes).toBe(6);
});

test("a garbage candidate is written again, from the cache or else from the store itself", () => {
  const objects = ["here", "there", "gone"].map(object);
  const plan = planPush(objects, set("here", "there"), set("here"), set("here", "there", "gone"));
  expect(names(plan.upload)).toEqual(["here"]);
  expect(names(plan.rescue)).toEqual(["there"]);
  expect(names(plan.absent)).toEqual(["gone"]);
  expect(plan.present).toBe(0);
});

test("the given order stays: files before manifests", () => {
  const objects = ["b", "a", "c"].map(object);
  expect(names(planPush(objects, set(), set("a", "b", "c"), set()).upload)).toEqual(["b", "a", "c"]);
});

test("unknown sizes count as nothing", () => {
  const sha256 = sha256Of("manifest");
  expect(planPush([{ sha256 }], set(), new Set([sha256]), set()).bytes).toBe(0);
});
