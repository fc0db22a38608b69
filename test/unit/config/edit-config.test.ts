import { expect, test } from "vitest";
import { editConfigText } from "../../../src/config/edit-config.js";

const before = `# our project
version: 1   # keep

remotes:
  # the big bucket
  origin:
    url: s3://bucket   # in Frankfurt
    region: eu-central-1
defaultRemote: origin
`;

test("a new remote leaves comments, order and formatting as they are", () => {
  const after = editConfigText(
    before,
    [{ path: ["remotes", "nas"], value: { url: "/mnt/nas" } }],
    "mlx.yaml",
  );
  expect(after).toBe(before.replace("eu-central-1\n", "eu-central-1\n  nas:\n    url: /mnt/nas\n"));
});

test("a changed value keeps the rest of its line and its neighbours", () => {
  const after = editConfigText(before, [{ path: ["defaultRemote"], value: "nas" }], "mlx.yaml");
  expect(after).toBe(before.replace("defaultRemote: origin", "defaultRemote: nas"));
});

test("removing the last remote removes the emptied mapping", () => {
  const edits = [{ path: ["remotes", "origin"] }, { path: ["defaultRemote"] }];
  expect(editConfigText(before, edits, "mlx.yaml")).toBe("# our project\nversion: 1   # keep\n");
});

test("an empty text becomes a file", () => {
  const edits = [{ path: ["remotes", "origin"], value: { url: "../store" } }];
  expect(editConfigText("", edits, "mlx.yaml")).toBe("remotes:\n  origin:\n    url: ../store\n");
});

test("a section without a value, or an empty one in braces, is filled", () => {
  const edits = [{ path: ["remotes", "a"], value: { url: "/a" } }];
  expect(editConfigText("remotes:\n", edits, "mlx.yaml")).toBe("remotes:\n  a:\n    url: /a\n");
  expect(editConfigText("remotes: {}\n", edits, "mlx.yaml")).toBe("remotes:\n  a:\n    url: /a\n");
});

test("a text that is all comments keeps them", () => {
  const after = editConfigText(
    "# one\n# two\n",
    [{ path: ["remotes", "a"], value: { url: "/a" } }],
    "mlx.yaml",
  );
  expect(after).toContain("# one\n# two\n");
  expect(after).toContain("remotes:\n  a:\n    url: /a\n");
});

test("an invalid text is not touched", () => {
  expect(() => editConfigText("remots: {}\n", [{ path: ["defaultRemote"], value: "a" }], "mlx.yaml")).toThrow(
    /unknown key "remots"/,
  );
});

test("line ends of Windows stay", () => {
  const edits = [{ path: ["remotes", "a"], value: { url: "/a" } }];
  expect(editConfigText("version: 1\r\n", edits, "mlx.yaml")).toBe(
    "version: 1\r\nremotes:\r\n  a:\r\n    url: /a\r\n",
  );
});
