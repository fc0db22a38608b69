import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explainFileError } from "../../../src/storage/local-explain.js";
import { LocalStore } from "../../../src/storage/local-store.js";
import { codeOf, objectFile } from "../../contract/object-store.js";
import { tempFolder } from "../../support/temp-folder.js";

test("an absent folder is made by the first push, and only that one", async () => {
  const folder = join(tempFolder(), "store");
  expect(await codeOf(new LocalStore(folder).open({ create: false }))).toBe("MLX_STORE_NEW");
  await new LocalStore(folder).open({ create: true });
  expect(readdirSync(folder)).toEqual(["mlx-store.json"]);
});

test("a folder whose parent is absent is not made: a drive may not be mounted", async () => {
  const folder = join(tempFolder(), "mnt", "store");
  await expect(new LocalStore(folder).open({ create: true })).rejects.toMatchObject({
    code: "MLX_STORE_MISSING",
    hint: expect.stringContaining("mount"),
  });
});

test("a file is not a folder", async () => {
  const path = join(tempFolder(), "store");
  writeFileSync(path, "");
  expect(await codeOf(new LocalStore(path).open({ create: true }))).toBe("MLX_STORE_MISSING");
});

test("objects are read-only files that a cut writer's drafts are not mistaken for", async () => {
  const root = tempFolder();
  const store = new LocalStore(root);
  const object = objectFile(tempFolder(), Buffer.from("hello"));
  await store.put(object.sha256, object.path, object.size);
  const folder = join(root, "objects/sha256", object.sha256.slice(0, 2));
  expect(statSync(join(folder, object.sha256.slice(2))).mode & 0o777).toBe(
    (process.platform === "win32" ? 0o666 : 0o444) & ~process.umask(),
  );
  writeFileSync(join(folder, `${object.sha256.slice(2)}.123-x-1.part`), "hel");
  const listed: string[] = [];
  for await (const { sha256 } of store.list()) listed.push(sha256);
  expect(listed).toEqual([object.sha256]);
});

test("what the file system refuses for want of rights ends with exit 4, a full disk with exit 3", () => {
  const refused = (code: string) =>
    explainFileError(Object.assign(new Error(`${code}: open 'x'`), { code }), "/mnt/share");
  expect(refused("EACCES")).toMatchObject({ code: "MLX_ACCESS_DENIED", exitCode: 4 });
  expect(refused("EROFS")).toMatchObject({ code: "MLX_ACCESS_DENIED", exitCode: 4 });
  expect(refused("ENOSPC")).toMatchObject({ code: "MLX_DISK_FULL", exitCode: 3 });
  expect(refused("EIO")).toMatchObject({ code: "MLX_IO", message: expect.stringContaining("/mnt/share") });
});

test("the access check of an absent folder says so", async () => {
  const checks = await new LocalStore(join(tempFolder(), "absent")).check();
  expect(checks).toMatchObject([{ name: "reach", ok: false }]);
});

test("the access check names what cannot be written", async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, "mlx-check.txt"));
  const checks = new Map((await new LocalStore(folder).check()).map((check) => [check.name, check.ok]));
  expect(checks.get("write")).toBe(false);
});
