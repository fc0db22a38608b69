import { expect, test } from "vitest";
import { readItem } from "../../../../src/registry/read-item.js";
import { verifyItem, verifyNames } from "../../../../src/registry/verify/verify.js";
import { bob, memoryTree, RegistryScene } from "../../../support/registry-scene.js";

/** Three versions, two aliases with a past, approvals and a removed alias. */
function scene(): RegistryScene {
  const made = new RegistryScene();
  for (const version of ["1.0.0", "1.1.0", "2.0.0"]) made.publish(version);
  made.alias("stable", "1.0.0");
  const { digest } = made.judge("approve", "1.1.0", bob);
  const gates = [{ gate: "approvals: 1", passed: true, reason: "1 of 1", evidence: [`event:${digest}`] }];
  made.alias("stable", "1.1.0", { gates });
  made.alias("candidate", "2.0.0");
  made.alias("old", "1.0.0");
  made.unalias("old");
  return made;
}

const found = (made: RegistryScene) => verifyItem(made.item).map(({ rule, file }) => `${rule} ${file}`);

test("what was only written by the rules is intact", () => {
  expect(found(scene())).toEqual([]);
});

test("a changed byte in any file names that file", () => {
  const { files } = scene();
  for (const [file, content] of files) {
    const bytes = new TextEncoder().encode(String(content));
    for (const at of [0, 1, bytes.length >> 1, bytes.length - 2, bytes.length - 1]) {
      for (const flip of [0x01, 0x10]) {
        const made = scene();
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        made.files.set(file, changed);
        const named = verifyItem(made.item).map((finding) => finding.file);
        expect(named, `${file}, byte ${at} ^ ${flip}`).toContain(file);
        expect(new Set(named).size, `${file}, byte ${at} ^ ${flip}: ${named}`).toBe(1);
      }
    }
  }
});

test("a deleted file shows, whichever it is", () => {
  for (const file of scene().files.keys()) {
    const made = scene();
    made.files.delete(file);
    expect(verifyItem(made.item).length, file).toBeGreaterThan(0);
  }
});

test("a finding says what to do", () => {
  const made = scene();
  made.files.set("prompts/p/versions/1.0.0.md", "user:\nanother\n");
  expect(verifyItem(made.item)).toMatchObject([
    {
      ...{ rule: "changed-frozen", severity: "error", line: 1, column: 1 },
      message: expect.stringContaining("version 1.0.0 was changed after it was published"),
      hint: expect.stringContaining("git checkout"),
    },
  ]);
});

test("files that were renamed or copied show", () => {
  const made = scene();
  const record = made.files.get("prompts/p/versions/1.0.0.json") ?? "";
  made.files.set("prompts/p/versions/9.0.0.json", record);
  made.files.set("prompts/p/versions/9.0.0.md", "user:\n1.0.0\n");
  expect(found(made)).toEqual(["wrong-name prompts/p/versions/9.0.0.json"]);
  const other = scene();
  const [event = ""] = [...other.files.keys()].filter((file) => file.includes("/events/"));
  other.files.set("prompts/p/events/01ARZ3NDEKTSV4RRFFQ69G5FAV.json", other.files.get(event) ?? "");
  expect(found(other)).toEqual(["wrong-name prompts/p/events/01ARZ3NDEKTSV4RRFFQ69G5FAV.json"]);
});

test("the registry of one prompt does not pass as that of another", () => {
  const files = new Map(
    [...scene().files].map(([file, content]) => [file.replace("prompts/p/", "prompts/q/"), content]),
  );
  const findings = verifyItem(readItem(memoryTree(files), "prompt", "q"));
  expect(new Set(findings.map(({ rule }) => rule))).toContain("wrong-name");
});

test("stray files show", () => {
  const made = scene();
  made.files.set("prompts/p/versions/1.0.0.md.orig", "x");
  expect(found(made)).toEqual(["stray-file prompts/p/versions/1.0.0.md.orig"]);
});

test("versions and aliases that differ in case alone show", () => {
  const made = scene();
  made.publish("3.0.0-rc.1");
  made.publish("3.0.0-RC.1");
  made.alias("Stable", "1.0.0");
  expect(found(made)).toEqual([
    ...["wrong-name prompts/p/aliases/stable", "wrong-name prompts/p/versions/3.0.0-rc.1.json"],
  ]);
});

test("prompts that differ in case alone show", () => {
  const made = scene();
  const upper = readItem(memoryTree(made.files), "prompt", "P");
  expect(verifyNames([upper, made.item])).toMatchObject([{ rule: "wrong-name", file: "prompts/p" }]);
});

test("two branches that moved an alias leave two heads: both events and both commands are told", () => {
  const made = scene();
  const base = made.alias("stable", "1.0.0");
  const ours = made.alias("stable", "1.1.0", { after: [base] });
  const theirs = made.alias("stable", "2.0.0", { after: [base], author: bob });
  const [finding, ...others] = verifyItem(made.item);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    ...{ rule: "alias-heads", file: "prompts/p/aliases/stable" },
    hint: "choose: mlx prompt alias p stable 1.1.0, or mlx prompt alias p stable 2.0.0",
  });
  for (const part of [ours.id, theirs.id, bob.email]) expect(finding?.message).toContain(part);
  made.alias("stable", "2.0.0", { after: [ours, theirs] });
  expect(found(made)).toEqual([]);
});

test("a conflict that is not resolved names both events too", () => {
  const made = scene();
  const base = made.alias("stable", "1.0.0");
  const ours = made.alias("stable", "1.1.0", { after: [base] });
  const line = made.files.get("prompts/p/aliases/stable") ?? "";
  made.alias("stable", "2.0.0", { after: [base] });
  const theirs = made.files.get("prompts/p/aliases/stable") ?? "";
  made.files.set("prompts/p/aliases/stable", `<<<<<<< HEAD\n${line}=======\n${theirs}>>>>>>> b\n`);
  expect(verifyItem(made.item)).toMatchObject([
    {
      rule: "damaged-file",
      line: 1,
      message: expect.stringContaining(ours.id),
      hint: expect.stringContaining("choose:"),
    },
  ]);
});

test("a line that was blended from two sides shows", () => {
  const made = scene();
  const [, , event = ""] = String(made.files.get("prompts/p/aliases/stable")).split(" ");
  const { version, record } = made.ref("2.0.0");
  made.files.set("prompts/p/aliases/stable", `${version} sha256:${record} ${event}`);
  expect(found(made)).toEqual(["alias-event prompts/p/aliases/stable"]);
});

test("an interrupted move shows with the command that completes it", () => {
  const made = scene();
  made.alias("stable", "2.0.0", { pointer: false });
  expect(verifyItem(made.item)).toMatchObject([
    {
      ...{ rule: "alias-event", file: "prompts/p/aliases/stable" },
      hint: "say what it is to be: mlx prompt alias p stable 2.0.0",
    },
  ]);
});

test("a removed alias whose file is still there shows, and so does a file without any event", () => {
  const made = scene();
  const line = made.files.get("prompts/p/aliases/stable") ?? "";
  made.unalias("stable");
  made.files.set("prompts/p/aliases/stable", line);
  expect(verifyItem(made.item)).toMatchObject([
    { rule: "alias-event", hint: expect.stringContaining("--remove") },
  ]);
  const other = scene();
  other.files.set("prompts/p/aliases/fresh", other.files.get("prompts/p/aliases/stable") ?? "");
  expect(found(other)).toEqual(["alias-event prompts/p/aliases/fresh"]);
});

test("what an interrupted publication leaves shows with the command that completes it", () => {
  const made = scene();
  made.publish("3.0.0");
  made.files.delete("prompts/p/versions/3.0.0.json");
  const findings = verifyItem(made.item);
  expect(findings.map(({ rule }) => rule)).toEqual(["missing-record", "missing-record"]);
  for (const { hint } of findings) expect(hint).toContain("mlx prompt publish p --version 3.0.0");
});

test("a record that nobody published shows", () => {
  const made = scene();
  const item = made.item;
  const event = item.events.find(({ event: it }) => it.ok && it.value.target?.version === "2.0.0");
  made.files.delete(event?.file ?? "");
  expect(found(made)).toEqual([
    ...["missing-parent", "missing-event"].map((rule) => expect.stringContaining(rule)),
  ]);
});

test("an event that lacks what its kind needs shows", () => {
  const made = scene();
  const event = made.event({ kind: "approve", author: bob, message: "", parents: [] });
  expect(found(made)).toEqual([`damaged-file prompts/p/events/${event.id}.json`]);
});

test("ten thousand files are verified within seconds", () => {
  const made = new RegistryScene();
  for (let minor = 0; minor < 3000; minor++) made.publish(`1.${minor}.0`);
  const { item } = made;
  const began = performance.now();
  expect(verifyItem(item)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(45_000);
});
