import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { S3Server } from "./s3-server.js";

/** What the proxy does instead of passing an answer on as it is. */
export type Fault =
  /** Answers with an S3 error of its own. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly code: string;
      readonly headers?: Record<string, string>;
    }
  /** Serves the whole object for a ranged request. */
  | { readonly kind: "ignore-range" }
  /** Claims another range than it serves. */
  | { readonly kind: "content-range"; readonly value: string }
  /** Sends so many bytes of the body and then nothing. */
  | { readonly kind: "stall"; readonly after: number }
  /** Sends so many bytes of the body and then cuts the connection. */
  | { readonly kind: "drop"; readonly after: number }
  /** Sends so many bytes of the body as if that were all. */
  | { readonly kind: "shorten"; readonly to: number }
  /** Inverts one byte of the body. */
  | { readonly kind: "flip"; readonly at: number }
  /** Takes the request and never answers. */
  | { readonly kind: "silence" };

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly range: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export interface FaultProxy extends S3Server {
  /** Every request so far. */
  readonly seen: SeenRequest[];
  /** Decides about each request; passes all on while it is undefined. */
  fault: ((request: SeenRequest) => Fault | undefined) | undefined;
}

/** A proxy before an S3 server that misbehaves on demand. The server must accept any signature. */
export async function startFaultProxy(upstream: S3Server): Promise<FaultProxy> {
  const server = createServer((incoming, answer) => {
    const range = incoming.headers.range;
    const seen = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      range,
      headers: incoming.headers,
    };
    proxy.seen.push(seen);
    const fault = proxy.fault?.(seen);
    answer.on("error", () => undefined);
    if (fault?.kind === "silence") incoming.resume();
    else if (fault?.kind === "answer") incoming.resume().on("end", () => answerError(answer, fault));
    else forward(upstream, incoming, answer, fault);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const proxy: FaultProxy = {
    ...upstream,
    name: "fault proxy",
    endpoint: `http://127.0.0.1:${address.port}`,
    seen: [],
    fault: undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await upstream.stop();
    },
  };
  return proxy;
}

function answerError(answer: ServerResponse, fault: Extract<Fault, { kind: "answer" }>): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${fault.code}</Code><Message>made up</Message></Error>`;
  answer.writeHead(fault.status, { "content-type": "application/xml", ...fault.headers });
  answer.end(body);
}

function forward(
  upstream: S3Server,
  incoming: IncomingMessage,
  answer: ServerResponse,
  fault: Fault | undefined,
): void {
  const headers = { ...incoming.headers };
  if (fault?.kind === "ignore-range") delete headers.range;
  const outgoing = request(new URL(incoming.url ?? "/", upstream.endpoint), {
    method: incoming.method,
    headers,
    agent: false,
  });
  outgoing.on("error", () => answer.destroy());
  outgoing.on("response", (response) => relay(response, answer, fault));
  incoming.pipe(outgoing);
}

function relay(response: IncomingMessage, answer: ServerResponse, fault: Fault | undefined): void {
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.on("end", () => {
    const body = Buffer.concat(chunks);
    const headers = { ...response.headers };
    if (fault?.kind === "content-range") headers["content-range"] = fault.value;
    if (fault?.kind === "shorten") headers["content-length"] = String(Math.min(fault.to, body.length));
    answer.writeHead(response.statusCode ?? 500, headers);
    sendBody(answer, body, fault);
  });
}

function sendBody(answer: ServerResponse, body: Buffer, fault: Fault | undefined): void {
  switch (fault?.kind) {
    case "stall":
      answer.write(body.subarray(0, fault.after));
      return;
    case "drop":
      answer.write(body.subarray(0, fault.after), () => answer.destroy());
      return;
    case "shorten":
      answer.end(body.subarray(0, fault.to));
      return;
    case "flip":
      if (fault.at < body.length) body.writeUInt8(body.readUInt8(fault.at) ^ 0xff, fault.at);
      answer.end(body);
      return;
    default:
      answer.end(body);
  }
}
