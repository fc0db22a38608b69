import { describe, expect, test } from "vitest";
import { affectedPrompts } from "../../../../src/app/hooks/affected-prompts.js";
import type { FileTree } from "../../../../src/core/file-tree.js";

function tree(files: Readonly<Record<string, string>>): FileTree {
  return {
    paths: Object.keys(files).sort(),
    read: (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path] ?? "") : undefined),
  };
}

const changed = (path: string) => [{ path, kind: "modified" }] as const;
const deleted = (path: string) => [{ path, kind: "deleted" }] as const;
const event = "events/01ARZ3NDEKTSV4RRFFQ69G5FAV.json";

test("prompts and partials that are added or changed are linted as files", () => {
  const files = { "prompts/a/prompt.md": "a", "prompts/_partials/tone.md": "b" };
  const changes = [
    ...changed("prompts/a/prompt.md"),
    { path: "prompts/_partials/tone.md", kind: "added" } as const,
  ];
  expect(affectedPrompts(changes, tree(files))).toEqual({
    files: ["prompts/a/prompt.md", "prompts/_partials/tone.md"],
    names: [],
    released: [],
  });
});

test("a file beside a prompt is linted as a part of the prompts that include it, if any", () => {
  const files = tree({
    "prompts/a/prompt.md": "{% include 'tone.md' %}",
    "prompts/a/tone.md": "{{ x }}",
    "prompts/a/README.md": "about {{ this }}",
    "prompts/b/prompt.md": "{% include 'tone.md' %}",
  });
  expect(affectedPrompts(changed("prompts/a/tone.md"), files)).toMatchObject({ files: [], names: ["a"] });
  expect(affectedPrompts(changed("prompts/a/README.md"), files)).toMatchObject({ files: [], names: [] });
});

describe("what was released", () => {
  const files = tree({
    "prompts/a/prompt.md": "a",
    "prompts/a/aliases/stable": "x",
    "prompts/b/prompt.md": "b",
  });

  test.each(["aliases/stable", "versions/1.0.0.md", "versions/1.0.0.json", event])(
    "a change of %s is about its prompt",
    (file) => {
      for (const changes of [changed(`prompts/a/${file}`), deleted(`prompts/a/${file}`)]) {
        expect(affectedPrompts(changes, files)).toEqual({ files: [], names: ["a"], released: ["a"] });
      }
    },
  );

  test("the prompt is linted once, though its own file changes too", () => {
    const changes = [...changed("prompts/a/prompt.md"), ...changed("prompts/a/aliases/stable")];
    expect(affectedPrompts(changes, files)).toEqual({
      files: ["prompts/a/prompt.md"],
      names: [],
      released: ["a"],
    });
  });
});

describe("deletions", () => {
  test("a prompt that goes away as a whole is not linted", () => {
    const changes = [...deleted("prompts/a/prompt.md"), ...deleted("prompts/a/versions/1.0.0.md")];
    expect(affectedPrompts(changes, tree({ "prompts/b/prompt.md": "b" }))).toEqual({
      files: [],
      names: [],
      released: [],
    });
  });

  test("a prompt whose versions stay is", () => {
    const files = tree({ "prompts/a/versions/1.0.0.md": "a", "prompts/a/versions/1.0.0.json": "{}" });
    expect(affectedPrompts(deleted("prompts/a/prompt.md"), files).names).toEqual(["a"]);
  });

  test("prompts that include a deleted partial are: by a tag, by a short name, by way of another partial", () => {
    const files = tree({
      "prompts/_partials/outer.md": "{% include 'parts/tone.md' %}",
      "prompts/tagged/prompt.md": '{% include "parts/tone.md" %}',
      "prompts/short/prompt.md": "---\nincludes:\n  tone: parts/tone.md\n---\n{% include 'tone' %}",
      "prompts/indirect/prompt.md": "{% include 'outer.md' %}",
      "prompts/other/prompt.md": "{% include 'more-parts/tone.md' %} {% include 'parts/tone.md.txt' %}",
      "prompts/none/prompt.md": "tone",
    });
    expect([...affectedPrompts(deleted("prompts/_partials/parts/tone.md"), files).names].sort()).toEqual([
      "indirect",
      "short",
      "tagged",
    ]);
  });
});
