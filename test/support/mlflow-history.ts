import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";

/** What test/fixtures/mlflow-store/make.py recorded: the same runs three times, each with ids of its own. */
const folder = fileURLToPath(new URL("../fixtures/mlflow-store", import.meta.url));

/** MLflow's file store. */
export const recordedStore = join(folder, "mlruns");

/** Writes MLflow's SQLite database to `path`. @param artifacts the folder that it says its artifacts are in. */
export function writeRecordedDatabase(path: string, artifacts = "/home/ada/project/mlruns"): void {
  const database = new Database(path);
  const script = readFileSync(join(folder, "mlflow.sql"), "utf8");
  database.exec(script.replaceAll("/home/ada/project/mlruns", artifacts));
  database.close();
}

interface RecordedAnswer {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly answer: string;
}

export interface AnsweringServer {
  readonly url: string;
  /** Requests so far, as `GET /path?query`. */
  readonly requests: readonly string[];
  /** What `authorization` said in the last one. */
  readonly authorization: string | undefined;
  close(): Promise<void>;
}

/** A server that answers as MLflow's did when it was recorded. */
export function startRecordedServer(): Promise<AnsweringServer> {
  const lines = readFileSync(join(folder, "server.jsonl"), "utf8").trimEnd().split("\n");
  const answers = new Map<string, string>();
  for (const line of lines) {
    const { method, path, query, body, answer }: RecordedAnswer = JSON.parse(line);
    answers.set(keyOf(method, path, query, body), answer);
  }
  return startServer((request, body) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const query = Object.fromEntries(url.searchParams);
    const answer = answers.get(keyOf(request.method ?? "", url.pathname, query, body));
    return answer === undefined
      ? { status: 404, text: '{"message": "not recorded"}' }
      : { status: 200, text: answer };
  });
}

/** A server of one's own answers. @param answer gets the request and its parsed body. */
export function startServer(
  answer: (request: IncomingMessage, body: unknown) => { readonly status: number; readonly text: string },
): Promise<AnsweringServer> {
  const requests: string[] = [];
  let authorization: string | undefined;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push(`${request.method} ${request.url}`);
      authorization = request.headers.authorization;
      const text = Buffer.concat(chunks).toString("utf8");
      const { status, text: said } = answer(request, text === "" ? null : JSON.parse(text));
      response.writeHead(status, { "content-type": "application/json" });
      response.end(said);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        requests,
        get authorization() {
          return authorization;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function keyOf(method: string, path: string, query: Readonly<Record<string, string>>, body: unknown): string {
  return JSON.stringify([method, decodeURIComponent(path), Object.entries(query).sort(), body]);
}
