import { expect, test } from "vitest";
import { aliasState, planAlias, sameState } from "../../../../src/registry/aliases/plan-alias.js";
import { RegistryScene } from "../../../support/registry-scene.js";

function scene(): RegistryScene {
  const made = new RegistryScene();
  for (const version of ["1.0.0", "2.0.0", "3.0.0"]) made.publish(version);
  return made;
}

function plan(made: RegistryScene, wish: string) {
  const state = aliasState(made.item, "stable");
  if (wish === "rollback" || wish === "unalias") return planAlias(state, { kind: wish });
  return planAlias(state, { kind: "alias", target: made.ref(wish) });
}

const pointer = "prompts/p/aliases/stable";

test("a new alias has no previous holder and follows nothing", () => {
  const made = scene();
  expect(plan(made, "1.0.0")).toEqual({ kind: "move", heads: [], target: made.ref("1.0.0") });
});

test("a move follows the latest event and says what it found", () => {
  const made = scene();
  const { digest } = made.alias("stable", "1.0.0");
  expect(plan(made, "2.0.0")).toEqual({
    ...{ kind: "move", heads: [digest], target: made.ref("2.0.0"), previous: made.ref("1.0.0") },
  });
});

test("what is so already is left alone", () => {
  const made = scene();
  made.alias("stable", "1.0.0");
  expect(plan(made, "1.0.0")).toEqual({ kind: "already" });
});

test("an interrupted move is completed by asking for the same again, and passed over by asking for another", () => {
  const made = scene();
  made.alias("stable", "1.0.0");
  const event = made.alias("stable", "2.0.0", { pointer: false });
  expect(plan(made, "2.0.0")).toEqual({ kind: "finish", event });
  expect(plan(made, "3.0.0")).toMatchObject({
    kind: "move",
    heads: [event.digest],
    previous: made.ref("1.0.0"),
  });
  expect(plan(made, "1.0.0")).toMatchObject({
    kind: "move",
    heads: [event.digest],
    previous: made.ref("1.0.0"),
  });
});

test("an interrupted first move has no previous holder", () => {
  const made = scene();
  made.alias("stable", "1.0.0", { pointer: false });
  expect(plan(made, "2.0.0")).not.toHaveProperty("previous");
});

test("an interrupted removal and an interrupted rollback are completed by asking again", () => {
  const made = scene();
  made.alias("stable", "1.0.0");
  made.alias("stable", "2.0.0");
  const line = made.files.get(pointer) ?? "";
  const back = made.alias("stable", "1.0.0", { kind: "rollback" });
  made.files.set(pointer, line);
  expect(plan(made, "rollback")).toEqual({ kind: "finish", event: back });
  made.point("stable", back);
  const kept = made.files.get(pointer) ?? "";
  const gone = made.unalias("stable");
  made.files.set(pointer, kept);
  expect(plan(made, "unalias")).toEqual({ kind: "finish", event: gone });
});

test("a rollback asks for the version before; without one it cannot be", () => {
  const made = scene();
  expect(plan(made, "rollback")).toEqual({ kind: "absent" });
  made.alias("stable", "1.0.0");
  expect(plan(made, "rollback")).toEqual({ kind: "no-previous" });
  made.alias("stable", "2.0.0");
  expect(plan(made, "rollback")).toMatchObject({
    kind: "move",
    target: made.ref("1.0.0"),
    previous: made.ref("2.0.0"),
  });
});

test("a rollback of an alias that does not fit its events is refused: nobody knows what it held", () => {
  const made = scene();
  const first = made.alias("stable", "1.0.0");
  made.alias("stable", "2.0.0");
  made.point("stable", first);
  expect(plan(made, "rollback")).toEqual({ kind: "unclear" });
});

test("what is not there cannot be removed, and is not removed twice", () => {
  const made = scene();
  expect(plan(made, "unalias")).toEqual({ kind: "absent" });
  made.alias("stable", "1.0.0");
  made.unalias("stable");
  expect(plan(made, "unalias")).toEqual({ kind: "absent" });
  expect(plan(made, "rollback")).toMatchObject({ kind: "move", target: made.ref("1.0.0") });
});

test("two heads after a merge are both followed, even by the version that one of them set", () => {
  const made = scene();
  const base = made.alias("stable", "1.0.0");
  const ours = made.alias("stable", "2.0.0", { after: [base] });
  const theirs = made.alias("stable", "3.0.0", { after: [base] });
  made.files.set(pointer, "<<<<<<< HEAD\n");
  const heads = [ours.digest, theirs.digest];
  expect(plan(made, "3.0.0")).toEqual({
    kind: "move",
    heads,
    target: made.ref("3.0.0"),
    previous: made.ref("2.0.0"),
  });
  expect(plan(made, "1.0.0")).toMatchObject({ heads, previous: made.ref("3.0.0") });
  expect(plan(made, "unalias")).toMatchObject({ kind: "move", heads });
});

test("a pointer that was deleted by hand is set anew, past the gates: no command was interrupted", () => {
  const made = scene();
  made.alias("stable", "1.0.0");
  const event = made.alias("stable", "2.0.0");
  made.files.delete(pointer);
  expect(plan(made, "2.0.0")).toMatchObject({ kind: "move", heads: [event.digest] });
  expect(plan(made, "3.0.0")).toMatchObject({ kind: "move", previous: made.ref("2.0.0") });
});

test("nothing is built on a pointer whose event is not there, also not on the event before", () => {
  const made = scene();
  made.alias("stable", "1.0.0");
  made.alias("stable", "2.0.0");
  const event = made.alias("stable", "1.0.0");
  const file = [...made.files.keys()].find((path) => path.endsWith(`${event.id}.json`));
  made.files.delete(file ?? "");
  for (const version of ["1.0.0", "2.0.0"])
    expect(plan(made, version)).toEqual({ kind: "event-gone", event: event.id });
  for (const kind of ["rollback", "unalias"] as const)
    expect(planAlias(aliasState(made.item, "stable"), { kind })).toEqual({
      kind: "event-gone",
      event: event.id,
    });
});

test("two looks are the same as long as neither the pointer nor the heads changed", () => {
  const made = scene();
  made.alias("stable", "1.0.0");
  const look = aliasState(made.item, "stable");
  made.judge("approve", "1.0.0", { name: "B", email: "b@example.com" });
  expect(sameState(look, aliasState(made.item, "stable"))).toBe(true);
  made.alias("stable", "2.0.0", { pointer: false });
  expect(sameState(look, aliasState(made.item, "stable"))).toBe(false);
});
