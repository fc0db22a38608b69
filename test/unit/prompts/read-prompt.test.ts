import { describe, expect, test } from "vitest";
import { promptFile, promptNameOf, promptNames } from "../../../src/prompts/prompt-paths.js";
import { readPrompt } from "../../../src/prompts/read-prompt.js";
import { memoryTree } from "../../support/memory-tree.js";

const read = async (template: string, files: Readonly<Record<string, string | Uint8Array>> = {}) => {
  const parsed = await readPrompt(
    memoryTree({ "prompts/p/prompt.md": template, ...files }),
    "prompts/p/prompt.md",
  );
  return { ...parsed, told: parsed?.problems.map(({ rule, message, hint }) => [rule, message, hint]) };
};

describe("includes", () => {
  test("are looked up in the including file's own folder, then among the partials", async () => {
    const { told, template } = await read(
      '{% include "a.md" %}{% include "sub/b.md" %}{% include "c.md" %}',
      {
        "prompts/p/a.md": "A",
        "prompts/_partials/a.md": "not this one",
        "prompts/p/sub/b.md": '{% include "d.md" %}',
        "prompts/p/sub/d.md": "D",
        "prompts/_partials/c.md": "C",
      },
    );
    expect(told).toEqual([]);
    expect(template?.included.map(({ file }) => file)).toEqual([
      "prompts/p/a.md",
      "prompts/p/sub/b.md",
      "prompts/p/sub/d.md",
      "prompts/_partials/c.md",
    ]);
  });

  test("that are missing are told with the places that were looked at", async () => {
    expect((await read('{% include "a.md" %}')).told).toEqual([
      ["include", expect.stringContaining("a.md"), "looked for prompts/p/a.md and prompts/_partials/a.md"],
    ]);
  });

  test.each([
    ["../other/prompt.md", "leads out of its folder"],
    ["sub/../../x", "leads out of its folder"],
    ["/etc/passwd", "is absolute"],
    ["C:/x", "is absolute"],
    ["a\\\\b", "has / between its parts"],
    ["./a.md", "is no path of a file"],
    ["", "is no path of a file"],
  ])("cannot leave the folder: %s", async (path, reason) => {
    const { told, prompt } = await read(`{% include "${path}" %}`, { "prompts/p/a.md": "A" });
    expect(told).toEqual([["include", expect.stringContaining(reason), expect.anything()]]);
    expect(prompt).toBeUndefined();
  });

  test("cannot leave it by a short name either", async () => {
    expect((await read('---\nincludes: {t: ../../x}\n---\n{% include "t" %}')).told).toHaveLength(1);
  });

  test("in a circle are told with the circle", async () => {
    const { told } = await read('{% include "a.md" %}', {
      "prompts/p/a.md": '{% include "b.md" %}',
      "prompts/p/b.md": '{% include "a.md" %}',
    });
    expect(told).toEqual([
      ["include", expect.stringMatching(/circle.*a\.md.*b\.md.*a\.md/), expect.anything()],
    ]);
  });

  test("that are no UTF-8 text, or have front matter, are refused", async () => {
    const latin = await read('{% include "a.md" %}', { "prompts/p/a.md": new Uint8Array([0x61, 0xfc]) });
    expect(latin.told).toEqual([
      ["include", expect.stringContaining("prompts/p/a.md:1:2: the file is not UTF-8"), expect.anything()],
    ]);
    const front = await read('{% include "a.md" %}', { "prompts/p/a.md": "---\nname: a\n---\nHi\n" });
    expect(front.told).toEqual([
      ["include", expect.stringContaining("prompts/p/a.md has front matter"), expect.anything()],
    ]);
    expect((await read('{% include "a.md" %}', { "prompts/p/a.md": "---\nA line\n---\n" })).told).toEqual([]);
  });
});

test("a prompt's name is that of its folder, a version's too", async () => {
  const tree = memoryTree({ "prompts/p/prompt.md": "Hi", "prompts/p/versions/1.0.0.md": "Hi" });
  expect((await readPrompt(tree, "prompts/p/versions/1.0.0.md"))?.name).toBe("p");
  expect(await readPrompt(tree, "prompts/q/prompt.md")).toBeUndefined();
});

test("prompts are the folders below prompts/ that hold a prompt.md", () => {
  const tree = memoryTree({
    "prompts/a/prompt.md": "",
    "prompts/b/notes.md": "",
    "prompts/_partials/prompt.md": "",
    "prompts/c/d/prompt.md": "",
    "prompts/prompt.md": "",
    "prompts/e/prompt.md": "",
  });
  expect(promptNames(tree)).toEqual(["a", "e"]);
  expect(promptNameOf(promptFile("x"))).toBe("x");
  expect(promptNameOf("other/x/prompt.md")).toBeUndefined();
});
