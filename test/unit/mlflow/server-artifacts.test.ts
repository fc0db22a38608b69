import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { type Tracking, token, tracking } from "../../support/tracking.js";

/** Files below the cache's folder for temporary ones. */
function temporary(server: Tracking): string[] {
  const folder = join(server.folder, "cache", "tmp");
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("what is put is an object of the cache and an artifact of its run, and comes back byte for byte", async () => {
  const server = await tracking();
  const id = await server.run();
  const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * index) % 251));
  const answer = await server.artifact("PUT", `0/${id}/artifacts/dir/a%20b%25.bin`, bytes);
  expect([answer.status, answer.text]).toEqual([200, "{}"]);
  const sha256 = sha256Of(bytes);
  expect(server.ledger.artifacts(id)).toEqual([
    { path: "dir/a b%.bin", sha256, size: 700_000, loggedAt: expect.any(Number) },
  ]);
  expect(server.cache.readBytes(sha256).equals(bytes)).toBe(true);
  const back = await server.artifact("GET", `0/${id}/artifacts/dir/a%20b%25.bin`);
  expect(back.bytes.equals(bytes)).toBe(true);
  expect(temporary(server)).toEqual([]);
});

test("the ledger names a file only once its bytes are safe on the disk", async () => {
  const server = await tracking();
  const id = await server.run();
  const flush = vi.spyOn(server.cache, "flush");
  const record = vi.spyOn(server.ledger, "addArtifacts");
  expect((await server.artifact("PUT", `0/${id}/artifacts/a`, "a")).status).toBe(200);
  const [[flushed], [recorded]] = [flush.mock.invocationCallOrder, record.mock.invocationCallOrder];
  expect(flushed).toBeLessThan(recorded ?? 0);
});

test("an empty file, and one put again with other bytes", async () => {
  const server = await tracking();
  const id = await server.run();
  await server.artifact("PUT", `0/${id}/artifacts/a`, "");
  expect((await server.artifact("GET", `0/${id}/artifacts/a`)).bytes).toHaveLength(0);
  await server.artifact("PUT", `0/${id}/artifacts/a`, "more");
  expect((await server.artifact("GET", `0/${id}/artifacts/a`)).text).toBe("more");
  expect(server.ledger.artifacts(id)).toHaveLength(1);
});

test("many at once are all kept", async () => {
  const server = await tracking();
  const id = await server.run();
  const names = Array.from({ length: 60 }, (_, index) => `f${index}.txt`);
  const answers = await Promise.all(
    names.map((name) => server.artifact("PUT", `0/${id}/artifacts/${name}`, `content of ${name}`)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(
    server.ledger
      .artifacts(id)
      .map(({ path }) => path)
      .sort(),
  ).toEqual([...names].sort());
});

test("listings: names below a folder for the proxy, paths from the run's root for the tracking interface", async () => {
  const server = await tracking();
  const id = await server.run();
  for (const path of ["a.txt", "dir/b.txt", "dir/sub/c.txt"]) {
    await server.artifact("PUT", `0/${id}/artifacts/${path}`, path);
  }
  const proxied = async (path: string) => {
    const query = new URLSearchParams({ path: `0/${id}/artifacts${path}` });
    return (await server.get(`/api/2.0/mlflow-artifacts/artifacts?${query}`)).json["files"];
  };
  expect(await proxied("")).toEqual([
    { path: "a.txt", is_dir: false, file_size: 5 },
    { path: "dir", is_dir: true },
  ]);
  expect(await proxied("/dir")).toEqual([
    { path: "b.txt", is_dir: false, file_size: 9 },
    { path: "sub", is_dir: true },
  ]);
  expect(await proxied("/nowhere")).toBeUndefined();
  const { json } = await server.read("artifacts/list", { run_id: id, path: "dir" });
  expect(json).toEqual({
    root_uri: `mlflow-artifacts:/0/${id}/artifacts`,
    files: [
      { path: "dir/b.txt", is_dir: false, file_size: 9 },
      { path: "dir/sub", is_dir: true },
    ],
  });
});

test("a file and a folder are removed from the run; what is not there is 404", async () => {
  const server = await tracking();
  const id = await server.run();
  const paths = () => server.ledger.artifacts(id).map(({ path }) => path);
  for (const path of ["a", "dir/b", "dir/c", "dirt", "models/own.bin"]) {
    await server.artifact("PUT", `0/${id}/artifacts/${path}`, path);
  }
  const { json } = await server.post("logged-models", { experiment_id: "0", source_run_id: id, name: "m" });
  const model = String(json["model"]?.["info"]?.["model_id"]);
  await server.artifact("PUT", `0/models/${model}/artifacts/MLmodel`, "m");
  expect((await server.artifact("DELETE", `0/${id}/artifacts/dir`)).status).toBe(200);
  expect((await server.artifact("DELETE", `0/${id}/artifacts/dir`)).status).toBe(404);
  expect((await server.artifact("DELETE", `0/${id}/artifacts/models`)).status).toBe(200);
  expect(paths()).toEqual(["a", "dirt", `models/${model}/MLmodel`]);
  expect((await server.artifact("DELETE", `0/${id}/artifacts/`)).status).toBe(200);
  expect(paths()).toEqual([`models/${model}/MLmodel`]);
  expect((await server.artifact("GET", `0/${id}/artifacts/a`)).status).toBe(404);
});

test("a folder cannot be downloaded; bytes that this computer lacks are 404 with advice", async () => {
  const server = await tracking();
  const id = await server.run();
  await server.artifact("PUT", `0/${id}/artifacts/dir/a`, "bytes");
  expect((await server.artifact("GET", `0/${id}/artifacts/dir`)).status).toBe(400);
  server.cache.remove([sha256Of("bytes")]);
  const { status, json } = await server.artifact("GET", `0/${id}/artifacts/dir/a`);
  expect([status, String(json["message"])]).toEqual([404, expect.stringContaining("mlx data fetch")]);
});

test("damaged bytes are never sent in full: the download breaks off and the object goes to quarantine", async () => {
  const server = await tracking();
  const id = await server.run();
  const bytes = "x".repeat(600_000);
  await server.artifact("PUT", `0/${id}/artifacts/a`, bytes);
  const object = server.cache.pathOf(sha256Of(bytes));
  chmodSync(object, 0o644);
  writeFileSync(object, `${bytes.slice(1)}y`);
  await expect(server.artifact("GET", `0/${id}/artifacts/a`)).rejects.toThrow();
  expect(server.cache.has(sha256Of(bytes))).toBe(false);
  expect((await server.get("/health")).status).toBe(200);
});

test("an upload that breaks off leaves nothing behind, and the server well", async () => {
  const server = await tracking();
  const id = await server.run();
  await new Promise<void>((resolve, reject) => {
    const socket = connect(server.server.port, "127.0.0.1");
    socket.on("error", reject);
    socket.on("close", () => resolve());
    const head = [
      `PUT /api/2.0/mlflow-artifacts/artifacts/0/${id}/artifacts/big.bin HTTP/1.1`,
      `Host: 127.0.0.1:${server.server.port}`,
      `Authorization: Bearer ${token}`,
      "Content-Length: 1000000",
    ].join("\r\n");
    socket.write(`${head}\r\n\r\n${"x".repeat(300_000)}`);
    void until(() => temporary(server).length === 1).then(() => socket.destroy());
  });
  await until(() => temporary(server).length === 0);
  expect(server.ledger.artifacts(id)).toEqual([]);
  expect(server.cache.list()).toEqual([]);
  expect(server.faults).toEqual([]);
  expect((await server.get("/health")).status).toBe(200);
});

test("a cache that cannot be written to is a fault that is told, not the end of the server", async () => {
  const server = await tracking();
  const id = await server.run();
  rmSync(join(server.folder, "cache"), { recursive: true, force: true });
  writeFileSync(join(server.folder, "cache"), "in the way");
  const { status, json } = await server.artifact("PUT", `0/${id}/artifacts/a`, "a");
  expect([status, json["error_code"]]).toEqual([500, "INTERNAL_ERROR"]);
  expect(server.faults).toHaveLength(1);
  expect((await server.get("/health")).status).toBe(200);
});

test("multipart uploads are declined in the words on which the client sends the file in one piece", async () => {
  const server = await tracking();
  const path = "/api/2.0/mlflow-artifacts/mpu/create/0/run/artifacts";
  const { status, json } = await server.send("POST", path, { body: "{}" });
  expect([status, json["error_code"]]).toEqual([501, "NOT_IMPLEMENTED"]);
  expect(json["message"]).toMatch(/^Multipart upload is not supported for the current artifact repository/);
  const presigned = await server.get("/api/2.0/mlflow-artifacts/presigned/0/run/artifacts/a");
  expect(presigned.status).toBe(501);
  expect((await server.get("/api/3.0/mlflow/server-info")).json).toMatchObject({
    multipart_uploads_enabled: false,
    workspaces_enabled: false,
  });
});
