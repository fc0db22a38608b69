import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { asUlid } from "../../src/core/ulid.js";
import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import { binaryPath } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { sendTo } from "../support/tracking.js";

interface Served {
  readonly port: number;
  readonly token: string;
}

async function start(repo: TestRepo): Promise<{ child: ChildProcess; served: Served }> {
  const child = spawn(process.execPath, [binaryPath, "runs", "serve", "--json"], {
    cwd: repo.root,
    env: repo.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const piece of child.stdout) {
    text += String(piece);
    if (text.trimEnd().endsWith("}")) break;
  }
  return { child, served: JSON.parse(text) };
}

function ending(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal)));
}

function send({ port, token }: Served, method: string, path: string, body: string) {
  return sendTo(port, method, path, { headers: { authorization: `Bearer ${token}` }, body });
}

async function makeRun(served: Served): Promise<string> {
  const message = JSON.stringify({ experiment_id: "0" });
  const { json } = await send(served, "POST", "/api/2.0/mlflow/runs/create", message);
  return String(json["run"]?.["info"]?.["run_id"]);
}

test("a server that is killed in the middle loses nothing that it acknowledged", async () => {
  const repo = gitRepo();
  const { child, served } = await start(repo);
  const run_id = await makeRun(served);
  const ended = ending(child);
  let acknowledged = 0;
  for (let step = 0; step < 400; step++) {
    if (step === 300) child.kill("SIGKILL");
    const point = JSON.stringify({ run_id, key: "loss", value: step, timestamp: step, step });
    const answer = await send(served, "POST", "/api/2.0/mlflow/runs/log-metric", point).catch(
      () => undefined,
    );
    if (answer?.status !== 200) break;
    acknowledged++;
  }
  expect(await ended).toBe("SIGKILL");
  expect(acknowledged).toBeGreaterThanOrEqual(300);
  const ledger = await openRunLedger(repo.path(".mlx", "ledger.db"));
  const steps = ledger.history(asUlid(run_id), "loss").map(({ step }) => step);
  ledger.close();
  expect(steps.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, step) => step));
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends it cleanly, with the signal's exit code",
  async (signal) => {
    const repo = gitRepo();
    const { child, served } = await start(repo);
    const run_id = await makeRun(served);
    const path = `/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts/a`;
    expect((await send(served, "PUT", path, "a")).status).toBe(200);
    const ended = ending(child);
    child.kill(signal);
    expect(await ended).toBe(signal === "SIGINT" ? 130 : 143);
    expect(readdirSync(repo.path(".mlx", "cache", "tmp"))).toEqual([]);
  },
);
