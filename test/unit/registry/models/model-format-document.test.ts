import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseEvent } from "../../../../src/registry/events/event.js";
import { readModelDetails } from "../../../../src/registry/models/model-details.js";
import { readItem } from "../../../../src/registry/read-item.js";
import { verifyItem } from "../../../../src/registry/verify/verify.js";
import { resolveVersion } from "../../../../src/registry/versions/resolve-version.js";
import { memoryTree } from "../../../support/memory-tree.js";

const document = readFileSync(new URL("../../../../src/models/FORMAT.md", import.meta.url), "utf8");
const vector = document.slice(document.search(/^## \d+\. Test vector/m));
const [frozen = "", record = "", publication = ""] = [
  ...vector.matchAll(/^```(?:yaml|json)\n([^`]*)```$/gm),
].map(([, text]) => text);

function files(): Record<string, string> {
  const event = parseEvent(new TextEncoder().encode(publication));
  if (!event.ok) throw new Error(event.problem);
  return {
    "models/penguins/versions/1.yaml": frozen,
    "models/penguins/versions/1.json": record,
    [`models/penguins/events/${event.value.id}.json`]: publication,
  };
}

test("the files of FORMAT.md are a registry in which everything fits", () => {
  expect(verifyItem(readItem(memoryTree(files()), "model", "penguins"))).toEqual([]);
  const resolved = resolveVersion(memoryTree(files()), "model", "penguins", "1");
  expect(readModelDetails(resolved.record)).toEqual(resolved.record.details);
});

test("another byte in any of them is noticed", () => {
  for (const [file, text] of Object.entries(files())) {
    const changed = { ...files(), [file]: text.replace("1", "2") };
    expect(verifyItem(readItem(memoryTree(changed), "model", "penguins")), file).not.toEqual([]);
  }
});
