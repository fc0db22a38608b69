import { createServer } from "node:net";
import { expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { sendTo, token, tracking } from "../../support/tracking.js";

test("the runs that clients ended as their last acts are known; anything but endings and readings forgets them", async () => {
  const { post, read, run, server } = bound(await tracking());
  const [a, b] = [await run(), await run()];
  const endedLast = () => server.activity().endedLast;
  await post("runs/update", { run_id: a, status: "FINISHED" });
  expect(endedLast()).toEqual([a]);
  await post("runs/log-metric", { run_id: b, key: "m", value: 1, timestamp: 1 });
  expect(endedLast()).toEqual([]);
  await post("runs/update", { run_id: a, status: "FINISHED" });
  await read("runs/get", { run_id: a });
  await post("runs/search", { experiment_ids: ["0"] });
  await post("runs/update", { run_id: b, status: "FINISHED" });
  expect(endedLast()).toEqual([a, b]);
  await post("runs/update", { run_id: b, run_name: "renamed" });
  expect(endedLast()).toEqual([]);
  await post("runs/update", { run_id: b, status: "FINISHED" });
  await post("runs/update", { run_id: b, status: "RUNNING" });
  expect(endedLast()).toEqual([]);
  expect(server.activity().createdRuns).toEqual([a, b]);
});

test("a port that is taken is told with what to do", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const failure = await tracking({ port }).catch((error: unknown) => error);
  other.close();
  expect(failure).toBeInstanceOf(MlxError);
  expect(failure).toMatchObject({ code: "MLX_PORT_IN_USE", exitCode: 3 });
});

test("closing answers what was begun and takes no more", async () => {
  const made = await tracking();
  const id = await made.run();
  const uploads = Array.from({ length: 5 }, (_, n) =>
    made.artifact("PUT", `0/${id}/artifacts/f${n}`, "x".repeat(200_000)),
  );
  const settled = Promise.allSettled(uploads);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await made.server.close();
  const answers = await settled;
  const kept = answers.filter((one) => one.status === "fulfilled" && one.value.status === 200);
  expect(made.ledger.artifacts(id)).toHaveLength(kept.length);
  await expect(sendTo(made.server.port, "GET", "/health", {})).rejects.toThrow();
});

test("a ledger that fails is told to the client as INTERNAL_ERROR and to mlx as a fault; the server goes on", async () => {
  const made = await tracking();
  const id = await made.run();
  const failing = {
    ...made.ledger,
    append: () => {
      throw new MlxError("MLX_LEDGER_UNUSABLE", "ledger.db cannot be used: the disk is full");
    },
  };
  const server = await tracking({ ledger: failing });
  const point = { run_id: id, key: "a", value: 1, timestamp: 1 };
  const { status, json } = await server.post("runs/log-metric", point);
  expect([status, json]).toEqual([
    500,
    { error_code: "INTERNAL_ERROR", message: "ledger.db cannot be used: the disk is full" },
  ]);
  expect(server.faults).toHaveLength(1);
  expect((await server.read("runs/get", { run_id: id })).status).toBe(200);
});

test("bytes that two runs share are kept once", async () => {
  const server = await tracking();
  const runs = [await server.run(), await server.run()];
  for (const id of runs) await server.artifact("PUT", `0/${id}/artifacts/same`, "the same bytes");
  expect(server.cache.list()).toHaveLength(1);
  for (const id of runs) {
    expect((await server.artifact("GET", `0/${id}/artifacts/same`)).text).toBe("the same bytes");
  }
});

test("who it is, for clients that ask before they begin", async () => {
  const server = await tracking();
  expect((await server.get("/version")).text).toMatch(/^3\.\d+\.\d+$/);
  expect((await server.get("/health")).text).toBe("OK");
  const headers = { authorization: `Bearer ${token}` };
  expect((await sendTo(server.server.port, "HEAD", "/health", { headers })).status).toBe(404);
});

function bound(made: Awaited<ReturnType<typeof tracking>>) {
  return {
    server: made.server,
    run: () => made.run(),
    post: (path: string, message: unknown) => made.post(path, message),
    read: (path: string, query: Readonly<Record<string, string>>) => made.read(path, query),
  };
}
