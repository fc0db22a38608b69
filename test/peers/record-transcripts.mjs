// Records what MLflow's Python client and MLflow's own server say to each other, for test/unit/mlflow/server-transcripts.test.ts:
//   MLX_TEST_PYTHON=/path/to/python node test/peers/record-transcripts.mjs && npm run format
// That Python needs the full `mlflow` (the server) in the version that test/peers/requirements.txt pins. Each scenario
// gets a server of its own on an empty folder, with a proxy in between that writes down every exchange.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const python = process.env.MLX_TEST_PYTHON ?? "python3";
const here = fileURLToPath(new URL(".", import.meta.url));
const fixtures = fileURLToPath(new URL("../fixtures/mlflow/", import.meta.url));
const scenarios = ["tracking", "search", "experiments", "artifacts", "models"];
/** Bytes of a file up to which a transcript holds it; of a longer one it holds the size. */
const shown = 600;

for (const scenario of scenarios) await record(scenario);

async function record(scenario) {
  const folder = mkdtempSync(join(tmpdir(), "mlx-record-"));
  const port = await freePort();
  const server = spawn(
    python,
    [
      ...["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
      ...[
        "--backend-store-uri",
        `sqlite:///${folder}/store.db`,
        "--artifacts-destination",
        `${folder}/files`,
      ],
    ],
    { cwd: folder, stdio: "ignore", detached: true, env: quiet() },
  );
  try {
    await untilHealthy(port);
    const exchanges = [];
    const proxy = await startProxy(port, exchanges);
    const env = { ...quiet(), MLFLOW_TRACKING_URI: `http://127.0.0.1:${proxy.address().port}` };
    const client = spawn(python, ["scenarios.py", scenario], { cwd: here, stdio: "inherit", env });
    const code = await new Promise((resolve) => client.on("close", resolve));
    proxy.close();
    if (code !== 0) throw new Error(`${scenario} ended with ${code}`);
    writeFileSync(
      join(fixtures, `${scenario}.json`),
      `${JSON.stringify({ scenario, exchanges }, null, 2)}\n`,
    );
    process.stdout.write(`${scenario}: ${exchanges.length} exchanges\n`);
  } finally {
    process.kill(-server.pid, "SIGKILL");
    await sleep(200);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Nothing of this computer gets into the transcripts. */
function quiet() {
  return {
    ...process.env,
    ...{ LOGNAME: "tester", USER: "tester", GIT_PYTHON_REFRESH: "quiet", MLFLOW_DISABLE_TELEMETRY: "true" },
    ...{
      PYTHONDONTWRITEBYTECODE: "1",
      MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: "false",
      MLFLOW_LOGGING_LEVEL: "ERROR",
    },
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: "true",
  };
}

async function startProxy(port, exchanges) {
  const proxy = createServer(async (incoming, outgoing) => {
    const sent = Buffer.concat(await incoming.toArray());
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const forwarded = request({
      host: "127.0.0.1",
      port,
      method: incoming.method,
      path: incoming.url,
      headers,
    });
    forwarded.on("response", async (response) => {
      const got = Buffer.concat(await response.toArray());
      exchanges.push({
        method: incoming.method,
        url: incoming.url,
        ...(sent.length > 0 || incoming.method === "PUT" ? { sent: body(sent) } : {}),
        status: response.statusCode,
        got: body(got),
      });
      outgoing.writeHead(response.statusCode, { ...response.headers, "content-length": got.length });
      outgoing.end(got);
    });
    forwarded.end(sent);
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return proxy;
}

/** JSON as it is, other bytes as text, base64 or, of long ones, their number. */
function body(bytes) {
  const text = bytes.toString("utf8");
  try {
    return { json: JSON.parse(text) };
  } catch {
    if (bytes.length > shown) return { size: bytes.length };
    return Buffer.from(text, "utf8").equals(bytes) ? { text } : { base64: bytes.toString("base64") };
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilHealthy(port) {
  for (let attempt = 0; attempt < 600; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("MLflow's server does not begin");
}
