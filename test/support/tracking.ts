import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type ObjectCache, openCache } from "../../src/cache/object-cache.js";
import { asUlid, type Ulid, ulid } from "../../src/core/ulid.js";
import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import type { RunLedger } from "../../src/ledger/run-ledger.js";
import { startTrackingServer } from "../../src/mlflow/server/tracking-server.js";
import type { TrackingServer, TrackingServerOptions } from "../../src/mlflow/server/types.js";
import { tempFolder } from "./temp-folder.js";

export const token = "secret-token-of-the-test";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly text: string;
  /** @throws {SyntaxError} if it is no JSON. */
  readonly json: Json;
}

/** JSON read without a schema: whatever is not there is undefined. */
export interface Json {
  readonly [key: string]: Json;
  readonly [index: number]: Json;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A tracking server on a real ledger and a real cache, closed when the test ends. */
export class Tracking {
  readonly faults: unknown[] = [];

  constructor(
    readonly folder: string,
    readonly ledger: RunLedger,
    readonly cache: ObjectCache,
    readonly server: TrackingServer,
  ) {}

  async get(path: string): Promise<Answer> {
    return this.send("GET", path);
  }

  /** A POST of MLflow's interface: `post("runs/get", {…})`. */
  async post(path: string, message: unknown): Promise<Answer> {
    return this.send("POST", `/api/2.0/mlflow/${path}`, { body: JSON.stringify(message) });
  }

  /** A GET of MLflow's interface. */
  async read(path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.get(`/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`);
  }

  /** PUT, GET or DELETE of an artifact; `path` as it goes over the wire. */
  async artifact(method: string, path: string, body?: string | Buffer): Promise<Answer> {
    const options = body === undefined ? {} : { body };
    return this.send(method, `/api/2.0/mlflow-artifacts/artifacts/${path}`, options);
  }

  async send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    return sendTo(this.server.port, method, path, {
      ...options,
      headers: { authorization: `Bearer ${token}`, ...options.headers },
    });
  }

  /** Sends bytes as they are and gives back all that comes until the server closes, or `until` is seen. */
  async raw(text: string, until = "\r\n\r\n"): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.server.port, "127.0.0.1", () => socket.write(text, "latin1"));
      let seen = "";
      socket.on("data", (piece) => {
        seen += piece.toString("latin1");
        if (seen.includes(until)) socket.end();
      });
      socket.on("error", reject);
      socket.on("close", () => resolve(seen));
    });
  }

  /** Makes a run and gives back its id. */
  async run(fields: Readonly<Record<string, unknown>> = {}): Promise<Ulid> {
    const answer = await this.post("runs/create", { experiment_id: "0", ...fields });
    if (answer.status !== 200) throw new Error(answer.text);
    const made: { run: { info: { run_id: string } } } = JSON.parse(answer.text);
    return asUlid(made.run.info.run_id);
  }
}

/** One request on a connection of its own, the path sent as it is. */
export function sendTo(port: number, method: string, path: string, options: RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = options.body === undefined ? {} : { "content-length": Buffer.byteLength(options.body) };
    const headers = { ...length, ...options.headers };
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(pieces);
        const text = bytes.toString("utf8");
        const status = response.statusCode ?? 0;
        resolve({
          status,
          bytes,
          text,
          get json() {
            return JSON.parse(text);
          },
        });
      });
    });
    outgoing.end(options.body);
  });
}

export async function tracking(options: Partial<TrackingServerOptions> = {}): Promise<Tracking> {
  const folder = tempFolder();
  const ledger = options.ledger ?? (await openRunLedger(join(folder, "ledger.db")));
  const cache = openCache({
    root: join(folder, "cache"),
    quarantine: join(folder, "quarantine"),
    tmp: join(folder, "tmp"),
  });
  const faults: unknown[] = [];
  const server = await startTrackingServer({
    cache,
    token,
    now: () => Date.now(),
    newId: () => ulid(Date.now(), randomBytes(10)),
    runs: {},
    onFault: (error) => faults.push(error),
    ...options,
    ledger,
  });
  onTestFinished(async () => {
    await server.close();
    ledger.close();
  });
  const made = new Tracking(folder, ledger, cache, server);
  Object.assign(made, { faults });
  return made;
}
