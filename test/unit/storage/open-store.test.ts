import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { openStore } from "../../../src/storage/open-store.js";
import { tempFolder } from "../../support/temp-folder.js";

const context = { root: tempFolder(), stallTimeout: 30 };

test("a path is a folder, taken from the repository's top", async () => {
  const store = await openStore("share", { url: "../share d" }, context);
  expect([store.kind, store.location]).toEqual(["local", join(context.root, "../share d")]);
});

test("file:// is a folder", async () => {
  const folder = join(tempFolder(), "ü store");
  const store = await openStore("share", { url: pathToFileURL(folder).href }, context);
  expect(store.location).toBe(folder);
});

test("s3:// is a bucket, named with its endpoint", async () => {
  const store = await openStore(
    "lake",
    { url: "s3://bucket/data/", endpoint: "http://127.0.0.1:9" },
    context,
  );
  expect([store.kind, store.location]).toEqual(["s3", "s3://bucket/data (http://127.0.0.1:9)"]);
  store.close();
});

test.each(["gs://bucket", "az://container", "https://host/bucket", "ftp://host"])(
  "%s is refused with what is supported",
  async (url) => {
    await expect(openStore("lake", { url }, context)).rejects.toMatchObject({
      code: "MLX_REMOTE_URL",
      exitCode: 2,
      message: expect.stringContaining("lake"),
      hint: expect.stringContaining("s3://bucket/prefix"),
    });
  },
);

test("file: with a host is refused", async () => {
  await expect(openStore("share", { url: "file://host/share" }, context)).rejects.toMatchObject({
    code: "MLX_REMOTE_URL",
  });
});
