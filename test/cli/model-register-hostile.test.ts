import { appendFileSync, chmodSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cachedObjects, digests, dropObject, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { fixtureBytes } from "../support/model-fixtures.js";
import { detailsOf, registered, treesText } from "../support/model-project.js";
import { onnxWithExternal } from "../support/onnx-bytes.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { mlxUnprivileged } from "../support/unprivileged.js";

/** Registers, which has to be refused with nothing written. */
async function refused(repo: TestRepo, ...words: string[]): Promise<{ code: string; message: string }> {
  const { code, error } = await mlx(repo, ["model", "register", "m", ...words, "--json"]);
  expect(code).not.toBe(0);
  expect(repo.exists("models")).toBe(false);
  return { code: error.code, message: error.message };
}

describe("nothing is registered of", () => {
  test("an empty folder, also one that holds only what mlx and git write", async () => {
    const repo = gitRepo({ "out/.gitignore": "x\n", "out/.mlx/y": "z" });
    expect(await refused(repo, "out")).toEqual({
      code: "MLX_MODEL_EMPTY",
      message: "there are no files in out",
    });
  });

  test("a file of 0 bytes, or several; beside others one is taken", async () => {
    const repo = gitRepo({ "m.pkl": "", "dir/a": "", "dir/b": "" });
    expect(await refused(repo, "m.pkl")).toEqual({
      code: "MLX_MODEL_EMPTY",
      message: "m.pkl is empty: it has 0 bytes",
    });
    expect((await refused(repo, "dir")).message).toBe("all 2 files are empty: they have 0 bytes");
    repo.write({ "dir/c": "c" });
    await must(repo, "model register n dir");
    expect(detailsOf(repo, "n", 1)).toMatchObject({ files: 3, bytes: 1 });
  });

  test("what is not there", async () => {
    const { code, message } = await refused(gitRepo(), "nowhere.pkl");
    expect([code, message]).toEqual(["MLX_NO_SUCH_FILE", expect.stringContaining("nowhere.pkl")]);
  });

  test.each([
    ["cut.safetensors", "safetensors"],
    ["ten-gigabytes.safetensors", "safetensors"],
    ["cut.onnx", "onnx"],
    ["claims.gguf", "gguf"],
  ])("%s, which no loader could read", async (fixture, format) => {
    const repo = gitRepo({ [fixture]: fixtureBytes(`bad/${fixture}`) });
    const { code, message } = await refused(repo, fixture);
    expect(code).toBe("MLX_MODEL_DAMAGED");
    expect(message).toContain(`${fixture} is damaged, and no ${format} loader could read it`);
  });

  test("a symbolic link, unless --follow takes what it leads to", async () => {
    const repo = gitRepo({ "real/m.txt": treesText(), "dir/a.txt": "a" });
    symlinkSync("real/m.txt", repo.path("link.txt"));
    symlinkSync("../real/m.txt", repo.path("dir/link.txt"));
    expect((await refused(repo, "link.txt")).code).toBe("MLX_SYMLINK");
    const inside = await refused(repo, "dir");
    expect([inside.code, inside.message]).toEqual(["MLX_SYMLINK", "dir/link.txt is a symbolic link"]);
    await must(repo, "model register n dir --follow");
    expect(detailsOf(repo, "n", 1)["artifacts"]).toMatchObject([{ path: "a.txt" }, { path: "link.txt" }]);
  });

  test("a link that leads nowhere, or in a circle", async () => {
    const repo = gitRepo({ "dir/a.txt": "a" });
    symlinkSync("nowhere", repo.path("dir/b"));
    expect((await refused(repo, "dir", "--follow")).message).toContain("leads nowhere");
    repo.remove("dir/b");
    symlinkSync(".", repo.path("dir/b"));
    expect((await refused(repo, "dir", "--follow")).message).toContain("circle");
  });

  test("the whole repository, git's folder or mlx's", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    expect((await refused(repo, ".")).code).toBe("MLX_WHOLE_REPOSITORY");
    expect((await refused(repo, ".git")).code).toBe("MLX_INTERNAL_PATH");
  });

  test("a bare repository, and where git knows no author", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    repo.commit();
    const bare = repo.clone("--bare");
    const { code, error } = await mlx(bare, ["model", "register", "m", repo.path("m.txt"), "--json"]);
    expect([code, error.code]).toEqual([2, "MLX_BARE_REPOSITORY"]);
    const env = { GIT_AUTHOR_NAME: "", GIT_AUTHOR_EMAIL: "", EMAIL: "" };
    repo.git("config", "user.useConfigOnly", "true");
    repo.git("config", "--global", "--unset-all", "user.name");
    repo.git("config", "--global", "--unset-all", "user.email");
    const nobody = await mlx(repo, "model register m m.txt --json", { env });
    expect([nobody.code, nobody.error.code]).toEqual([2, "MLX_NO_IDENTITY"]);
  });
});

test("a file that cannot be read is named, and nothing is registered", () => {
  const repo = gitRepo({ "dir/m.txt": treesText(), "dir/secret.bin": "x" });
  repo.git("config", "core.fileMode", "true");
  const path = repo.path("dir/secret.bin");
  chmodSync(path, 0);
  const { code, stderr } = mlxUnprivileged(repo, ["model", "register", "m", "dir"]);
  expect([code, stderr]).toEqual([3, expect.stringContaining("dir/secret.bin")]);
  expect(repo.exists("models")).toBe(false);
});

test("a file that something keeps writing to is not registered half", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  const path = repo.path("m.txt");
  appendFileSync(path, Buffer.alloc(24_000_000, "x"));
  const writing = setInterval(() => appendFileSync(path, Buffer.alloc(100_000, "y")), 1);
  try {
    const { code, error } = await mlx(repo, "model register m m.txt --json");
    expect([code, error.code]).toEqual([3, "MLX_UNREADABLE"]);
    expect(error.message).toContain("m.txt");
  } finally {
    clearInterval(writing);
  }
  expect(repo.exists("models")).toBe(false);
});

test("tensors of an ONNX model that lie beside it are told where they are not among the files", async () => {
  const repo = gitRepo({ "out/m.onnx": onnxWithExternal("weights.bin"), "out/weights.bin": "12345678" });
  expect(await registered(repo, ["one", "out/m.onnx"])).toMatchObject({
    outcome: "registered",
    warnings: [expect.stringContaining("m.onnx keeps tensors in weights.bin, which is not among the files")],
  });
  expect(await registered(repo, ["two", "out"])).toMatchObject({ warnings: [] });
});

test("a pickle that runs code is registered as it is, told, and never loaded", async () => {
  const repo = gitRepo({ "m.pkl": fixtureBytes("bad/system-4.pkl") });
  const { code, stderr } = await mlx(repo, "model register m m.pkl");
  expect([code, stderr]).toEqual([0, expect.stringContaining("suspicious: m.pkl imports")]);
  expect(detailsOf(repo, "m", 1)).toMatchObject({
    scan: { verdict: "suspicious", rules: ["dangerous-import"] },
  });
});

test("bytes that the cache lost are taken in again, though the file is known to be unchanged", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  await must(repo, "model register m m.txt");
  dropObject(repo.path(".mlx/cache"), treesText());
  await must(repo, "model register n m.txt");
  expect(cachedObjects(repo)).toEqual(digests(treesText()));
});

test("a record that was deleted is not replaced: its number may be known elsewhere", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  await must(repo, "model register m m.txt");
  repo.commit();
  repo.remove("models/m/versions/1.json");
  repo.write({ "m.txt": treesText("two") });
  const { code, error } = await mlx(repo, "model register m m.txt --json");
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
  expect(error.hint).toContain("git checkout HEAD -- :/models/m/versions/1.json");
});
