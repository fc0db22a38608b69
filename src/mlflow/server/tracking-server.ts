import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MlxError, systemCode } from "../../core/errors.js";
import { mlxVersion } from "../../core/version.js";
import { Activity } from "./activity.js";
import { ArtifactIntake } from "./artifact-intake.js";
import { download, upload } from "./artifact-transfer.js";
import { Fields } from "./fields.js";
import { Gate } from "./gate.js";
import { parseJson } from "./json-text.js";
import { discardBody, readBody } from "./request-body.js";
import { routeOf } from "./routes.js";
import type { Service } from "./service.js";
import { answerFor, ServiceError } from "./service-error.js";
import type { TrackingServer, TrackingServerOptions } from "./types.js";
import { downloadVersion, isVersionAddress } from "./version-artifacts.js";

const host = "127.0.0.1";
const artifactFiles = "/api/2.0/mlflow-artifacts/artifacts/";
/** Milliseconds that requests under way get to end when the server closes. */
const grace = 5_000;

/**
 * Starts MLflow's tracking interface on a loopback port. @see https://mlflow.org/docs/latest/rest-api.html
 * @throws {MlxError} `MLX_PORT_IN_USE`, exit 3.
 */
export async function startTrackingServer(options: TrackingServerOptions): Promise<TrackingServer> {
  const answering = new RequestAnswerer(options);
  // Clients keep their connections for the whole of a training; to close an idle one is to break their next request.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    void answering.answer(request, response);
  });
  const port = await listen(server, options.port ?? 0);
  answering.open(port);
  return {
    url: `http://${host}:${port}`,
    port,
    activity: () => answering.activity.summary(),
    close: async () => {
      answering.closing = true;
      await close(server);
      answering.intake.close();
    },
  };
}

class RequestAnswerer {
  readonly activity = new Activity();
  readonly intake: ArtifactIntake;
  /** Whether connections end with the answer under way. */
  closing = false;
  readonly #service: Service;
  #gate: Gate | undefined;

  constructor(private readonly options: TrackingServerOptions) {
    this.intake = new ArtifactIntake(options.cache, options.ledger);
    this.#service = { ...options, activity: this.activity };
  }

  open(port: number): void {
    this.#gate = new Gate(this.options.token, port);
  }

  /** Never rejects: whatever is wrong with a request, or happens on the way, is its answer. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.closing) response.setHeader("connection", "close");
    try {
      this.#gate?.check(request.headers);
      this.activity.request();
      await this.#answerAdmitted(request, response);
    } catch (error) {
      await this.#answerError(request, response, error);
    }
  }

  async #answerAdmitted(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "" } = request;
    const cut = url.indexOf("?");
    const path = cut < 0 ? url : url.slice(0, cut);
    if (method === "GET" && path === "/health") return sendText(response, "OK");
    if (method === "GET" && path === "/version") return sendText(response, servedVersion);
    if (path.startsWith(artifactFiles)) {
      const place = path.slice(artifactFiles.length);
      if (method === "GET" && isVersionAddress(place))
        return await downloadVersion(this.#service, this.options.cache, place, response);
      if (method === "GET") return await download(this.#service, this.options.cache, place, response);
      if (method === "PUT") {
        this.activity.wrote();
        return sendJson(response, 200, await upload(this.#service, this.intake, place, request));
      }
    }
    const found = routeOf(method, path);
    if (found === undefined) {
      throw new ServiceError(
        "ENDPOINT_NOT_FOUND",
        `mlx ${mlxVersion} has no ${method} ${path.slice(0, 200)}`,
      );
    }
    if (found.route.effect === "write") this.activity.wrote();
    const body = method === "GET" ? "" : await readBody(request);
    const fields =
      body === "" ? Fields.ofQuery(cut < 0 ? "" : url.slice(cut + 1)) : Fields.ofJson(parseJson(body));
    sendJson(response, 200, await found.route.handler(this.#service, { fields, parts: found.parts }));
  }

  async #answerError(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
    const abandoned = request.socket.destroyed || response.destroyed;
    const { answer, fault } = answerFor(error);
    // That a client went away in the middle of something is no fault of this side.
    if (fault && !(abandoned && !(error instanceof MlxError))) this.options.onFault(error);
    if (abandoned) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (!request.complete) {
      response.setHeader("connection", "close");
      await discardBody(request);
    }
    sendJson(response, answer.status, { error_code: answer.errorCode, message: answer.message });
  }
}

/** The MLflow whose interface this is; clients compare it with what they can do. */
const servedVersion = "3.17.0";

function sendJson(response: ServerResponse, status: number, message: object): void {
  const text = JSON.stringify(message);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8", "content-length": text.length });
  response.end(text);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, port)));
    server.listen(port, host, () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function listenError(error: Error, port: number): Error {
  const code = systemCode(error);
  if (code === "EADDRINUSE") {
    return new MlxError("MLX_PORT_IN_USE", `port ${port} of ${host} is in use by another program`, {
      hint: "name another one with --port, or leave it out for any that is free",
      cause: error,
    });
  }
  if (code === "EACCES") {
    return new MlxError("MLX_PORT_IN_USE", `port ${port} of ${host} needs rights that this user lacks`, {
      hint: "take one above 1023, or leave --port out for any that is free",
      cause: error,
    });
  }
  return error;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(hurry);
      resolve();
    });
    server.closeIdleConnections();
  });
}
