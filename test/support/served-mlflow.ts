import { PassThrough } from "node:stream";
import { run } from "../../src/cli/main.js";
import { binaryPath } from "./mlx.js";
import type { TestRepo } from "./repo.js";
import { type Answer, sendTo } from "./tracking.js";

/** Where a server listens. */
export interface Served {
  readonly url: string;
  readonly port: number;
  readonly token: string;
}

/** Runs `mlx runs serve --json` in this process until `end` is called; `said` is what it wrote to standard error. */
export async function serve(
  repo: TestRepo,
  ...options: string[]
): Promise<{ served: Served; end: () => Promise<number>; said: () => string }> {
  const stopper = new AbortController();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const ended = run({
    argv: ["runs", "serve", "--json", ...options],
    env: repo.env,
    cwd: repo.root,
    stdin: new PassThrough().end(),
    selfCommand: [process.execPath, binaryPath],
    signal: stopper.signal,
    stdout,
    stderr,
  });
  let said = "";
  stderr.on("data", (piece) => {
    said += String(piece);
  });
  let text = "";
  for await (const piece of stdout) {
    text += String(piece);
    if (text.trimEnd().endsWith("}")) break;
  }
  return {
    served: JSON.parse(text),
    end: () => {
      stopper.abort();
      return ended;
    },
    said: () => said,
  };
}

/** A POST of MLflow's interface. */
export function post({ port, token }: Served, path: string, message: object) {
  const headers = { authorization: `Bearer ${token}` };
  return sendTo(port, "POST", `/api/2.0/mlflow/${path}`, { headers, body: JSON.stringify(message) });
}

/** Any request of MLflow's interface: of a GET the message is the query. */
export function request(
  { port, token }: Served,
  method: string,
  path: string,
  message: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` };
  const address = path.startsWith("/") ? path : `/api/2.0/mlflow/${path}`;
  if (method === "GET")
    return sendTo(port, method, `${address}?${new URLSearchParams(message)}`, { headers });
  return sendTo(port, method, address, { headers, body: JSON.stringify(message) });
}
