import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { resolveReference } from "../../../src/prompts/resolve-reference.js";
import { parseEvent } from "../../../src/registry/events/event.js";
import { readItem } from "../../../src/registry/read-item.js";
import { verifyItem } from "../../../src/registry/verify/verify.js";
import { memoryTree } from "../../support/memory-tree.js";

const document = readFileSync(new URL("../../../src/prompts/FORMAT.md", import.meta.url), "utf8");
const vector = document.slice(document.indexOf("## 10. Test vector"));
const [frozen = "", record = "", publication = "", move = "", pointer = "", evidence = ""] = [
  ...vector.matchAll(/^```(?:markdown|json|text)\n([^`]*)```$/gm),
].map(([, text]) => text);

function eventFile(text: string): string {
  const event = parseEvent(new TextEncoder().encode(text));
  if (!event.ok) throw new Error(event.problem);
  return `prompts/greet/events/${event.value.id}.json`;
}

const evidencePath = /`(prompts\/greet\/evidence\/[0-9a-f]{64}\.json)`/.exec(vector)?.[1] ?? "";

const files = () => ({
  "prompts/greet/versions/1.0.0.md": frozen,
  "prompts/greet/versions/1.0.0.json": record,
  [eventFile(publication)]: publication,
  [eventFile(move)]: move,
  "prompts/greet/aliases/stable": pointer,
  [evidencePath]: evidence,
});

test("the files of FORMAT.md are a registry in which everything fits", () => {
  expect(verifyItem(readItem(memoryTree(files()), "prompt", "greet"))).toEqual([]);
});

test("its alias leads to its frozen text", async () => {
  const {
    prompt,
    version,
    record: found,
  } = await resolveReference(memoryTree(files()), { name: "greet", ref: "stable" });
  expect([version, prompt.source.text, found?.name]).toEqual(["1.0.0", frozen, "greet"]);
});

test("any other byte in one of them is noticed", async () => {
  for (const file of Object.keys(files()).filter(
    (path) => path !== eventFile(publication) && path !== evidencePath,
  )) {
    const changed = {
      ...files(),
      [file]: files()[file]?.replace("greet", "great").replace("1.0.0 ", "1.0.1 ") ?? "",
    };
    const resolving = resolveReference(memoryTree(changed), { name: "greet", ref: "stable" });
    await expect([file, await resolving.catch((error: unknown) => Object(error).code)]).toEqual([
      file,
      "MLX_REGISTRY_DAMAGED",
    ]);
  }
});

test("its evidence is read whole, and another byte in it is noticed by verify", () => {
  const item = readItem(memoryTree(files()), "prompt", "greet");
  expect(item.evidence).toMatchObject([
    { evidence: { ok: true, value: { version: "1.0.0", verdict: "passed" } } },
  ]);
  const changed = { ...files(), [evidencePath]: evidence.replace("passed", "failed") };
  expect(verifyItem(readItem(memoryTree(changed), "prompt", "greet"))).toMatchObject([
    { rule: "damaged-file" },
  ]);
});
