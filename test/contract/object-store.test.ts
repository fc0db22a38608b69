import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/storage/open-store.js";
import type { S3Server } from "../support/s3/s3-server.js";
import { useCredentials } from "../support/s3/s3-server.js";
import { startS3rver } from "../support/s3/start-s3rver.js";
import { startVersitygw } from "../support/s3/start-versitygw.js";
import { tempFolder } from "../support/temp-folder.js";
import { objectStoreContract, type StoreBackend } from "./object-store.js";

function localBackend(): StoreBackend {
  const root = join(tempFolder(), "räume & mehr");
  return {
    name: "local folder",
    pages: true,
    start() {
      mkdirSync(root);
      return Promise.resolve();
    },
    store: (n) => openStore("share", { url: `store ${n}` }, { root, stallTimeout: 30 }),
    stop: () => Promise.resolve(),
  };
}

function s3Backend(name: string, prefix: string, start: () => Promise<S3Server>): StoreBackend {
  let server: S3Server;
  return {
    name,
    pages: !name.startsWith("s3rver"),
    async start() {
      server = await start();
      useCredentials(server);
    },
    store: (n) =>
      openStore(
        "bucket",
        { url: `s3://${server.bucket}${prefix}/${n}`, endpoint: server.endpoint },
        { root: "/", stallTimeout: 30 },
      ),
    stop: () => server.stop(),
  };
}

const versitygw = process.env["MLX_TEST_VERSITYGW"];

const backends = [
  localBackend(),
  s3Backend("s3rver", "", () => startS3rver()),
  s3Backend("s3rver below an odd prefix", "/pre fix/ü+&=#'(x)~!*", () => startS3rver()),
  ...(versitygw === undefined || versitygw === ""
    ? []
    : [
        s3Backend("versitygw", "", () => startVersitygw(versitygw)),
        s3Backend("versitygw below an odd prefix", "/pre fix/ü+&=#'(x)~!*", () => startVersitygw(versitygw)),
      ]),
];

for (const backend of backends) objectStoreContract(backend);

if (versitygw !== undefined && versitygw !== "") {
  test("a server that checks signatures refuses a wrong secret key: exit 4", async () => {
    const server = await startVersitygw(versitygw);
    useCredentials({ ...server, secretAccessKey: "wrong" });
    const remote = { url: `s3://${server.bucket}`, endpoint: server.endpoint };
    const store = await openStore("bucket", remote, { root: "/", stallTimeout: 30 });
    await expect(store.open({ create: true })).rejects.toMatchObject({
      code: "MLX_BAD_CREDENTIALS",
      exitCode: 4,
      message: expect.stringContaining("SignatureDoesNotMatch"),
    });
    await server.stop();
  });
}
