import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { planGc, planRemoteGc } from "../../../src/data/plan-gc.js";

const set = (...names: string[]) => new Set(names.map((name) => sha256Of(name)));
const digests = (objects: readonly { sha256: string }[]) => objects.map(({ sha256 }) => sha256);
const hour = 3_600_000;

describe("a cache", () => {
  const objects = ["kept", "older, stored", "older", "unnamed"].map((name) => ({
    sha256: sha256Of(name),
    size: 10,
  }));

  test("lets go what nothing names, and what older commits name if a remote holds it", () => {
    const history = set("kept", "older", "older, stored");
    const plan = planGc(objects, set("kept"), history, set("older, stored"));
    expect(digests(plan.remove)).toEqual([...set("older, stored", "unnamed")]);
    expect(digests(plan.onlyCopies)).toEqual([...set("older")]);
    expect(plan).toMatchObject({ kept: 1, bytes: 20 });
  });

  test("keeps what is needed now, whatever a remote holds", () => {
    const all = set("kept", "older", "older, stored", "unnamed");
    expect(planGc(objects, all, all, all).remove).toEqual([]);
  });
});

describe("a remote", () => {
  const object = (name: string, modifiedAt = 0) => ({ sha256: sha256Of(name), size: 1, modifiedAt });
  const marked = { createdAt: 100 * hour, objects: set("garbage") };

  test("without an earlier mark removes nothing", () => {
    const plan = planRemoteGc([object("needed"), object("garbage")], set("needed"), undefined, {
      now: 0,
      graceMs: 0,
    });
    expect(plan.remove).toEqual([]);
    expect(digests(plan.candidates)).toEqual([...set("garbage")]);
  });

  test("waits until the mark is old enough", () => {
    const clock = { now: 101 * hour, graceMs: 2 * hour };
    const plan = planRemoteGc([object("garbage")], set(), marked, clock);
    expect(plan.remove).toEqual([]);
    expect(plan.waitUntil).toBe(102 * hour);
  });

  test("removes what two marks found unnamed; what is unnamed only now becomes a candidate", () => {
    const clock = { now: 103 * hour, graceMs: 2 * hour };
    const plan = planRemoteGc([object("garbage"), object("new garbage")], set(), marked, clock);
    expect(digests(plan.remove)).toEqual([...set("garbage")]);
    expect(digests(plan.candidates)).toEqual([...set("new garbage")]);
    expect(plan.waitUntil).toBeUndefined();
  });

  test("keeps what is named again, and what was written since the mark, clocks being an hour apart at most", () => {
    const clock = { now: 200 * hour, graceMs: 24 * hour };
    expect(planRemoteGc([object("garbage")], set("garbage"), marked, clock).remove).toEqual([]);
    for (const written of [150 * hour, 100 * hour, 99.5 * hour])
      expect(planRemoteGc([object("garbage", written)], set(), marked, clock).remove).toEqual([]);
    expect(planRemoteGc([object("garbage", 99 * hour)], set(), marked, clock).remove).toHaveLength(1);
  });
});
