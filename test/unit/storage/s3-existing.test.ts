import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type Sha256, sha256Of } from "../../../src/core/sha256.js";
import { S3Store } from "../../../src/storage/s3-store.js";
import { useCredentials } from "../../support/s3/s3-server.js";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that lists 100 keys a page and answers HEAD; it stores nothing. */
async function storeOf(
  held: readonly Sha256[],
): Promise<{ store: S3Store; lists: string[]; heads: number[] }> {
  const keys = held.map((digest) => `objects/sha256/${digest.slice(0, 2)}/${digest.slice(2)}`).sort();
  const lists: string[] = [];
  const heads: number[] = [];
  server = createServer((request, answer) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (request.method === "HEAD") {
      heads.push(1);
      answer.writeHead(keys.includes(url.pathname.replace("/bucket/", "")) ? 200 : 404).end();
      return;
    }
    const prefix = url.searchParams.get("prefix") ?? "";
    lists.push(prefix);
    const after = url.searchParams.get("continuation-token") ?? "";
    const rest = keys.filter((key) => key.startsWith(prefix) && key > after);
    const page = rest.slice(0, 100);
    const next = rest.length > 100 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join("");
    answer.writeHead(200, { "content-type": "application/xml" });
    answer.end(
      `<ListBucketResult><IsTruncated>${next !== ""}</IsTruncated>${next}${contents}</ListBucketResult>`,
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  useCredentials({ accessKeyId: "key", secretAccessKey: "secret" });
  const store = await S3Store.connect(
    { url: "s3://bucket", endpoint: `http://127.0.0.1:${address.port}` },
    { stallTimeout: 30 },
  );
  return { store, lists, heads };
}

function digests(from: number, count: number): Sha256[] {
  return Array.from({ length: count }, (_, index) => sha256Of(`object ${from + index}`));
}

test("many digests in a store of several pages are looked up by listing shards side by side", async () => {
  const held = digests(0, 900);
  const { store, lists, heads } = await storeOf(held);
  const found = await store.existing([...held.slice(0, 400), ...digests(2000, 400)]);
  expect(found).toEqual(new Set(held.slice(0, 400)));
  expect(new Set(lists).size).toBe(17);
  expect(heads).toEqual([]);
});

test("few digests in a large store are asked for one by one", async () => {
  const held = digests(0, 3000);
  const { store, lists, heads } = await storeOf(held);
  expect((await store.existing([...held.slice(0, 30), ...digests(5000, 30)])).size).toBe(30);
  expect(lists.length).toBe(1);
  expect(heads.length).toBe(60);
});

test("a store of one page is listed once", async () => {
  const held = digests(0, 50);
  const { store, lists, heads } = await storeOf(held);
  expect(await store.existing([...held, ...digests(100, 500)])).toEqual(new Set(held));
  expect([lists.length, heads.length]).toEqual([1, 0]);
});

test("listing goes through every page", async () => {
  const held = digests(0, 250);
  const { store, lists } = await storeOf(held);
  const listed: Sha256[] = [];
  for await (const { sha256 } of store.list()) listed.push(sha256);
  expect(listed.sort()).toEqual(held.sort());
  expect(lists.length).toBe(3);
});
