import { randomBytes } from "node:crypto";
import type { App } from "../../app/app.js";
import { mlflowRegistry } from "../../app/models/mlflow-registry.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { reportOf } from "../../core/error-report.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { ulid } from "../../core/ulid.js";
import { workingStatus } from "../../git/status.js";
import { startTrackingServer } from "../../mlflow/server/tracking-server.js";
import type { TrackingServer } from "../../mlflow/server/types.js";
import type { RunGit } from "../../runs/types.js";

export interface ServeOptions {
  readonly port?: string;
  readonly token?: string;
}

/** `mlx runs serve`: MLflow's interface to the ledger, until the process is asked to end. */
export async function serve(app: App, options: ServeOptions): Promise<ExitCode> {
  const port = portOf(options.port);
  const token = tokenOf(options.token);
  const ledger = await openRuns(app);
  const cache = await app.cache();
  const server = await startTrackingServer({
    ledger,
    cache,
    token,
    port,
    now: () => app.now(),
    newId: () => ulid(app.now(), randomBytes(10)),
    runs: { git: () => gitOf(app) },
    registry: mlflowRegistry(app, (message, hint) => app.ui.warn(message, hint)),
    onFault: (error) => {
      const { message, hint } = reportOf(error);
      app.ui.warn(message, hint);
    },
  });
  try {
    tell(app, server, token);
    await asked(app.signal);
  } finally {
    await server.close();
  }
  app.ui.note(`served ${server.activity().requests} requests`);
  return ExitCode.ok;
}

function tell({ ui }: App, { url, port }: TrackingServer, token: string): void {
  if (ui.mode.json) {
    ui.json({ url, port, token });
    return;
  }
  const variables = [
    ["MLFLOW_TRACKING_URI", url],
    ["MLFLOW_TRACKING_TOKEN", token],
  ] as const;
  ui.note("MLflow clients on this computer log here until Ctrl-C. In a shell:");
  ui.answer(variables.map(([name, value]) => `export ${name}=${shellQuote(value)}`).join("\n"));
  const lines = variables.map(
    ([name, value]) => `os.environ[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  ui.note(["In Python, before the first call of mlflow:", "import os", ...lines].join("\n"));
}

/** Of the working tree when a client makes a run; unknown where git fails, which is no reason to lose the run. */
async function gitOf(app: App): Promise<RunGit | undefined> {
  try {
    const { changes, ...at } = await workingStatus(await app.git());
    return { ...at, dirty: changes.length > 0 };
  } catch (error) {
    app.ui.detail(`git: ${reportOf(error).message}`);
    return undefined;
  }
}

function asked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function portOf(text = "0"): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new MlxError("MLX_USAGE", `--port ${text}: a port is a number from 0 to 65535`, {
    hint: "leave --port out for any that is free",
    exitCode: 2,
  });
}

function tokenOf(text: string | undefined): string {
  if (text === undefined) return randomBytes(24).toString("base64url");
  if (/^[\x21-\x7e]{8,}$/.test(text)) return text;
  throw new MlxError(
    "MLX_USAGE",
    "--token: a token has at least 8 printable ASCII characters and no spaces",
    {
      hint: "leave --token out for a random one",
      exitCode: 2,
    },
  );
}
