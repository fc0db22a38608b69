import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCache } from "../../../../src/cache/object-cache.js";
import { sha256Of } from "../../../../src/core/sha256.js";
import { ulid } from "../../../../src/core/ulid.js";
import { openRunLedger } from "../../../../src/ledger/open-run-ledger.js";
import type { RunLedger } from "../../../../src/ledger/run-ledger.js";
import { ServerHistory } from "../../../../src/mlflow/import/server.js";
import { startTrackingServer } from "../../../../src/mlflow/server/tracking-server.js";
import type { TrackingServer } from "../../../../src/mlflow/server/types.js";
import type { RunId } from "../../../../src/runs/types.js";
import { startServer } from "../../../support/mlflow-history.js";
import { tempFolder } from "../../../support/temp-folder.js";

const token = "a-token-of-this-test";
const start = 1_762_000_000_000;
const idOf = (n: number): RunId => ulid(start + n, Buffer.alloc(10, n % 256));

describe("a tracking server as a source", () => {
  let ledger: RunLedger;
  let server: TrackingServer;

  beforeAll(async () => {
    const folder = tempFolder();
    ledger = await openRunLedger(join(folder, "ledger.db"));
    const cache = openCache({
      root: join(folder, "cache"),
      quarantine: join(folder, "q"),
      tmp: join(folder, "tmp"),
    });
    for (let n = 0; n < 1003; n++) {
      ledger.createRun({
        id: idOf(n),
        name: `run-${n}`,
        experiment: "many",
        kind: "client",
        startTime: start + n,
        owned: false,
      });
    }
    const metrics = Array.from({ length: 25_003 }, (_, step) => ({
      key: "loss",
      value: step,
      step,
      timestamp: start + step,
    }));
    ledger.append(idOf(0), { metrics, params: { lr: "0.1" } }, start);
    const [sha256 = sha256Of("")] = await cache.insertBytes(["weights"]);
    ledger.addArtifacts(idOf(0), [{ path: "deep/er/model.bin", sha256, size: 7, loggedAt: start }]);
    ledger.endRun(idOf(0), { status: "finished", endTime: start + 5 });
    let made = 5000;
    server = await startTrackingServer({
      ledger,
      cache,
      token,
      now: () => start,
      newId: () => idOf(made++),
      runs: {},
      onFault: () => undefined,
    });
  });

  afterAll(async () => {
    await server.close();
    ledger.close();
  });

  test("every page of runs, metrics and artifacts is read", async () => {
    const history = new ServerHistory({ url: server.url, token });
    const { runs, problems } = await history.runs(["many"]);
    expect([runs.length, problems]).toEqual([1003, []]);
    const [first] = runs.filter(({ id }) => id === idOf(0));
    if (!first) throw new Error("the first run is missing");
    const run = await history.read(first, true);
    expect(run).toMatchObject({
      name: "run-0",
      status: "FINISHED",
      endTime: start + 5,
      params: { lr: "0.1" },
      missing: [],
    });
    expect(run.metrics).toHaveLength(25_003);
    const [artifact, ...more] = run.artifacts;
    expect([artifact?.path, more]).toEqual(["deep/er/model.bin", []]);
    if (!artifact || !("download" in artifact.source)) throw new Error("no artifact to download");
    const target = join(tempFolder(), "bytes");
    await artifact.source.download(target);
    expect(readFileSync(target, "utf8")).toBe("weights");
  });

  test("a wrong token ends with exit 4", async () => {
    await expect(new ServerHistory({ url: server.url, token: "wrong" }).runs([])).rejects.toMatchObject({
      code: "MLX_MLFLOW_SOURCE",
      exitCode: 4,
    });
  });
});

test("a server that fails in passing is asked again; an artifact whose name leads out is refused", async () => {
  let failures = 1;
  const info = {
    run_id: "a".repeat(32),
    experiment_id: "1",
    start_time: start,
    status: "FINISHED",
    artifact_uri: "mlflow-artifacts:/1/a",
  };
  const server = await startServer(({ url = "" }) => {
    if (failures-- > 0) return { status: 503, text: "" };
    if (url.includes("experiments/search"))
      return { status: 200, text: '{"experiments": [{"name": "e", "experiment_id": "1"}]}' };
    if (url.includes("runs/search"))
      return { status: 200, text: JSON.stringify({ runs: [{ info, data: {} }] }) };
    return { status: 200, text: '{"files": [{"path": "..", "is_dir": false}]}' };
  });
  const history = new ServerHistory({ url: server.url });
  const { runs } = await history.runs([]);
  const [run] = runs;
  if (!run) throw new Error("no run");
  expect(await history.read(run, false)).toMatchObject({ id: info.run_id, artifacts: [] });
  await expect(history.read(run, true)).rejects.toThrow('an artifact is called ".."');
  await server.close();
});

test("a server that points to another one is not followed: credentials go to the one that was named", async () => {
  const other = await startServer(() => ({ status: 200, text: '{"experiments": []}' }));
  const pointing = createServer((request, response) => {
    response.writeHead(307, { location: `${other.url}${request.url}` }).end();
  });
  await new Promise<void>((resolve) => pointing.listen(0, "127.0.0.1", resolve));
  const address = pointing.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const history = new ServerHistory({ url: `http://127.0.0.1:${port}`, token });
  await expect(history.runs([])).rejects.toMatchObject({ code: "MLX_MLFLOW_SOURCE" });
  expect(other.requests).toEqual([]);
  pointing.close();
  await other.close();
});
