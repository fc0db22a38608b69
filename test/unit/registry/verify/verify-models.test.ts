import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { evidenceDigest, formatEvidence } from "../../../../src/registry/evidence/evidence.js";
import { evidenceFile } from "../../../../src/registry/paths.js";
import { readItem } from "../../../../src/registry/read-item.js";
import { verifyItem } from "../../../../src/registry/verify/verify.js";
import { evidence } from "../../../support/evidence.js";
import { frozenPointer, ModelScene, modelDetails } from "../../../support/model-scene.js";
import { ann, bob } from "../../../support/registry-scene.js";

/** Two versions, an alias with a past, evidence, and an approval that names it. */
function scene(): ModelScene {
  const made = new ModelScene();
  made.register(1, { "model.json": "{}", "a/labels.txt": "x" }, { metrics: { accuracy: 0.9 } });
  made.register(2);
  made.alias("champion", "1");
  const digest = addEvidence(made, "2");
  const approval = made.event({
    ...{ kind: "approve", author: bob, message: "looked", target: made.ref("2") },
    ...{ parents: [], evidence: [digest] },
  });
  const gates = [
    { gate: "evaluation: answer", passed: true, reason: "passed", evidence: [`evidence:${digest}`] },
    { gate: "approvals: 1", passed: true, reason: "1 of 1", evidence: [`event:${approval.digest}`] },
  ];
  made.alias("champion", "2", { gates });
  made.alias("old", "1");
  made.unalias("old");
  return made;
}

function addEvidence(made: ModelScene, version: string) {
  const text = formatEvidence(evidence({ noun: "model", name: made.name, ...made.ref(version) }));
  const digest = evidenceDigest(text);
  made.files.set(evidenceFile("model", made.name, digest), text);
  return digest;
}

const found = (made: ModelScene) => verifyItem(made.item).map(({ rule, file }) => `${rule} ${file}`);

test("what was only written by the rules is intact", () => {
  expect(found(scene())).toEqual([]);
});

test("a flipped bit anywhere in any file names that file, and but for the digest of an event no other", () => {
  const made = scene();
  for (const [file, bytes0] of [...made.files]) {
    const content = String(bytes0);
    const bytes = new TextEncoder().encode(content);
    for (let at = 0; at < bytes.length; at += file.endsWith(".json") ? 3 : 1) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      made.files.set(file, changed);
      const named = new Set(verifyItem(made.item).map((finding) => finding.file));
      expect(named, `${file}, byte ${at}`).toContain(file);
      const inDigest = file.includes("/events/") && at >= content.indexOf('"digest"') - 1;
      if (!inDigest) expect(named.size, `${file}, byte ${at}: ${[...named].join()}`).toBe(1);
    }
    made.files.set(file, content);
  }
  expect(found(made)).toEqual([]);
}, 120_000);

test("a deleted file shows, whichever it is", () => {
  const made = scene();
  for (const [file, content] of [...made.files]) {
    made.files.delete(file);
    expect(verifyItem(made.item).length, file).toBeGreaterThan(0);
    made.files.set(file, content);
  }
});

test("a frozen file in another form than mlx writes is found, though its digest was sealed anew", () => {
  const { text, entries } = frozenPointer({ "model.json": "{}" });
  for (const other of [
    text.replace("kind: directory", "kind:  directory"),
    `${text}# a remark\n`,
    "mlx: 1\nkind: file\nsha256: x\n",
    `mlx: 1\nkind: file\nsha256: ${sha256Of("{}")}\nsize: 2\n`,
  ]) {
    const made = new ModelScene();
    made.publish("1", other, ann, modelDetails(entries));
    expect(found(made), other).toEqual(["damaged-file models/penguins/versions/1.yaml"]);
  }
});

test("a record that says something else of its files than the frozen file does is found", () => {
  const { text, entries } = frozenPointer({ "a.bin": "a", "b.bin": "bb" });
  const right = modelDetails(entries);
  const other = frozenPointer({ "a.bin": "a", "b.bin": "cc" }).entries;
  for (const wrong of [
    modelDetails(other),
    modelDetails(entries.slice(0, 1)),
    { ...right, artifacts: [] },
    { ...right, files: 3 },
    { ...right, bytes: 4 },
  ]) {
    const made = new ModelScene();
    made.publish("1", text, ann, wrong);
    expect(found(made), JSON.stringify(wrong)).toEqual(["wrong-details models/penguins/versions/1.json"]);
  }
  const made = new ModelScene();
  made.publish("1", text, ann, modelDetails(other));
  expect(verifyItem(made.item)[0]?.message).toContain("something else of b.bin");
});

test("a folder of more than a thousand files is held against the first thousand that the record names", () => {
  const files = Object.fromEntries(
    Array.from({ length: 1200 }, (_, at) => [`${String(at).padStart(4, "0")}.bin`, `${at}`]),
  );
  const { text, entries } = frozenPointer(files);
  const made = new ModelScene();
  const details = { ...modelDetails(entries), artifacts: modelDetails(entries.slice(0, 1000))["artifacts"] };
  made.publish("1", text, ann, details);
  expect(found(made)).toEqual([]);
});

test("evidence that an approval saw and that was deleted is missed", () => {
  const made = scene();
  const file = [...made.files.keys()].find((path) => path.includes("/evidence/")) ?? "";
  made.files.delete(file);
  expect(found(made).filter((line) => line.startsWith("missing-evidence"))).toHaveLength(2);
});

test("hints name the commands of models", () => {
  const made = scene();
  const [{ event: first } = { event: undefined }] = made.item.events;
  made.alias("champion", "1", { after: [], pointer: false });
  expect(first).toBeDefined();
  const [finding] = verifyItem(made.item);
  expect(finding).toMatchObject({ rule: "alias-heads" });
  expect(finding?.hint).toContain("mlx model promote penguins@1 --to champion");
  made.files.delete("models/penguins/versions/1.json");
  const hints = verifyItem(made.item).map(({ hint }) => hint);
  expect(hints.join("\n")).toContain("mlx model register penguins PATH");
  expect(hints.join("\n")).not.toContain("mlx prompt");
});

test("the registry of a prompt does not pass as that of a model of the same name", () => {
  const made = scene();
  const moved = new Map([...made.files].map(([file, text]) => [file.replace("/penguins/", "/other/"), text]));
  const tree = { ...made.tree, paths: [...moved.keys()].sort(), read: readOf(moved) };
  const rules = verifyItem(readItem(tree, "model", "other")).map(({ rule }) => rule);
  expect(rules).toContain("wrong-name");
});

function readOf(files: ReadonlyMap<string, string | Uint8Array>) {
  return (path: string) => {
    const content = files.get(path);
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  };
}
