// A server with the interfaces of OpenAI, Anthropic and Google, for tests, examples and comparisons: it answers by rule, can
// go wrong in every way that models do, and remembers what it was asked. Plain JavaScript, so that anything can start it.
import { createServer } from "node:http";
import { answerTo } from "./answers.mjs";
import { anthropicQuestion, message, messageEvents } from "./anthropic.mjs";
import { faultOf, sendFault, sendStatus } from "./faults.mjs";
import { content, contentEvents, googleQuestion } from "./google.mjs";
import * as openai from "./openai.mjs";
import { pause, writeStream } from "./write-stream.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("./answers.mjs").Rule} Rule */
/** @typedef {import("./answers.mjs").Question} Question */

/**
 * @typedef {object} LoggedRequest
 * @property {string} path with its query
 * @property {Record<string, string | string[] | undefined>} headers
 * @property {any} body
 */

/**
 * @typedef {object} ModelServerOptions
 * @property {readonly Rule[]} [rules]
 * @property {string} [key] the only key that is let in; absent: none is asked for
 * @property {number} [port] absent: one that is free
 * @property {number} [delayMs] before each answer
 * @property {number} [gather] no answer is given before so many requests have come
 */

/**
 * @typedef {object} ModelServer
 * @property {string} url without a path: `http://127.0.0.1:PORT`; OpenAI's interface is at `/v1`
 * @property {LoggedRequest[]} requests in order
 * @property {Map<string, number>} counts of requests, by model
 * @property {number} mostAtOnce requests that were answered at the same time
 * @property {() => Promise<number>} connections that are open
 * @property {() => Promise<void>} close
 */

/** How often a fault that ends in `-once` or `-twice` comes. */
const limits = new Map([
  ["once", 1],
  ["twice", 2],
]);

/** @param {ModelServerOptions} [options] @returns {Promise<ModelServer>} */
export async function startModelServer({ rules = [], key, port = 0, delayMs = 0, gather = 0 } = {}) {
  /** @type {LoggedRequest[]} */
  const requests = [];
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Map<string, number>} */
  const faulted = new Map();
  /** @type {(() => void)[]} */
  const waiting = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    atOnce++;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.once("close", () => atOnce--);
    answer(request, response).catch((error) => {
      if (!response.headersSent) sendStatus(500, response, false, String(error));
    });
  });

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function answer(request, response) {
    const path = request.url ?? "/";
    const text = await textOf(request);
    const body = text === "" ? {} : JSON.parse(text);
    requests.push({ path, headers: request.headers, body });
    const route = routeOf(path, body);
    if (key !== undefined && keyOf(request) !== key) return sendStatus(401, response, route?.google ?? false);
    if (path.endsWith("/models"))
      return send(response, { object: "list", data: [{ id: "local", object: "model" }] });
    if (!route) return sendStatus(404, response, false, `there is nothing at ${path}`);
    counts.set(route.model, (counts.get(route.model) ?? 0) + 1);
    const fault = stillWrong(faultOf(request, route.model), route.model);
    if (fault !== undefined && sendFault(fault, response, route.google)) return;
    if (!route.question) return send(response, route.whole());
    if (requests.length < gather) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    else for (const resume of waiting.splice(0)) resume();
    const said = answerTo(route.question, rules);
    await pause(delayMs + (said.delayMs ?? 0));
    if (!route.stream) {
      if (fault === "slow") await pause(200);
      return send(response, route.whole(said));
    }
    await writeStream(response, route.events(said), {
      fault,
      ...(route.done && { end: "data: [DONE]\n\n" }),
    });
  }

  /** @param {string | undefined} fault @param {string} model */
  function stillWrong(fault, model) {
    const [, name, times = ""] = /^(.+?)(?:-(once|twice))?$/.exec(fault ?? "") ?? [];
    const limit = limits.get(times);
    if (name === undefined || limit === undefined) return fault;
    const before = faulted.get(model) ?? 0;
    faulted.set(model, before + 1);
    return before < limit ? name : undefined;
  }

  // Longer than any test: who keeps a connection is who is tested.
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const number = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${number}`,
    requests,
    counts,
    get mostAtOnce() {
      return mostAtOnce;
    },
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/**
 * What a request asks for, and how to answer it.
 * @param {string} path @param {any} body
 */
function routeOf(path, body) {
  const [, googleModel, method] = /\/models\/([^/:]+):(\w+)/.exec(path) ?? [];
  const azureModel = /\/deployments\/([^/]+)\//.exec(path)?.[1];
  const model = decodeURIComponent(googleModel ?? azureModel ?? body.model ?? "local");
  const base = { model, google: googleModel !== undefined, done: false };
  const route = (
    /** @type {Question} */ question,
    /** @type {(body: any, question: Question, answer: any) => object} */ whole,
    /** @type {(body: any, question: Question, answer: any) => { event?: string, data: unknown }[]} */ events,
    /** @type {object} */ more = {},
  ) => ({
    ...base,
    question,
    stream: body.stream === true || method === "streamGenerateContent",
    whole: (/** @type {any} */ said) => whole(body, question, said),
    events: (/** @type {any} */ said) => events(body, question, said),
    ...more,
  });
  const asked = { ...body, model };
  const done = { done: true };
  if (googleModel !== undefined) return route(googleQuestion(body, model), content, contentEvents);
  const name = path.split("?")[0] ?? "";
  if (name.endsWith("/chat/completions")) {
    return route(openai.openaiQuestion(asked), openai.chatCompletion, openai.chatEvents, done);
  }
  if (name.endsWith("/completions")) {
    return route(openai.openaiQuestion(asked), openai.completion, openai.completionEvents, done);
  }
  if (name.endsWith("/responses"))
    return route(openai.openaiQuestion(asked), openai.response, openai.responseEvents);
  if (name.endsWith("/messages")) return route(anthropicQuestion(asked), message, messageEvents);
  if (name.endsWith("/embeddings")) {
    return {
      ...base,
      question: undefined,
      stream: false,
      whole: () => openai.embeddings(asked),
      events: () => [],
    };
  }
  return undefined;
}

/** @param {IncomingMessage} request */
function keyOf({ headers }) {
  return (
    headers["x-api-key"] ??
    headers["api-key"] ??
    headers["x-goog-api-key"] ??
    headers.authorization?.replace(/^Bearer /, "")
  );
}

/** @param {IncomingMessage} request */
async function textOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

/** @param {ServerResponse} response @param {unknown} body */
function send(response, body) {
  response.writeHead(200, { "content-type": "application/json", "x-request-id": "req_local" });
  response.end(JSON.stringify(body));
}
