// What can go wrong with a model, chosen by the model's name (`fault-429`, `gpt-4o-fault-hang`) or the header `x-fault`.

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * A fault's name, with what it needs behind a colon in the header or a dash in the model's name. `…-once` and `…-twice`
 * go wrong that often for each model, then no more.
 * @param {IncomingMessage} request @param {string} model
 * @returns {string | undefined}
 */
export function faultOf(request, model) {
  const header = request.headers["x-fault"];
  if (typeof header === "string" && header !== "") return header;
  return /(?:^|-)fault-([\w-]+)$/.exec(model)?.[1];
}

/** Those that end in the middle of a stream, or come late, are left to who writes it. */
export const streamFaults = new Set(["half", "cut", "slow", "garbled", "error-event"]);

/**
 * Answers with a fault.
 * @param {string} fault @param {ServerResponse} response @param {boolean} google whether errors have Google's form
 * @returns {boolean} false for one that shows while the answer is written
 */
export function sendFault(fault, response, google) {
  const [name = ""] = fault.split(":");
  if (streamFaults.has(name)) return false;
  if (name === "hang") return true;
  if (name === "reset") {
    response.socket?.resetAndDestroy();
    return true;
  }
  if (name === "html") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>");
    return true;
  }
  if (name === "html-502") {
    response.writeHead(502, { "content-type": "text/html" });
    response.end("<html><body><h1>502 Bad Gateway</h1></body></html>");
    return true;
  }
  if (name === "empty") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end();
    return true;
  }
  if (name === "broken-json") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"id": "chatcmpl-1", "choices": [{"mess');
    return true;
  }
  sendStatus(Number(name) || 500, response, google);
  return true;
}

/** @type {Record<number, { type: string, message: string, status: string }>} */
const errors = {
  400: { type: "invalid_request_error", message: "the request is not valid", status: "INVALID_ARGUMENT" },
  401: { type: "authentication_error", message: "Incorrect API key provided", status: "UNAUTHENTICATED" },
  403: { type: "permission_error", message: "the key may not do this", status: "PERMISSION_DENIED" },
  404: { type: "not_found_error", message: "the model does not exist", status: "NOT_FOUND" },
  429: { type: "rate_limit_error", message: "Rate limit reached", status: "RESOURCE_EXHAUSTED" },
  500: { type: "server_error", message: "the server had an error", status: "INTERNAL" },
  503: { type: "server_error", message: "the server is overloaded", status: "UNAVAILABLE" },
  529: { type: "overloaded_error", message: "Overloaded", status: "UNAVAILABLE" },
};

/** @param {number} status @param {ServerResponse} response @param {boolean} google */
export function sendStatus(
  status,
  response,
  google,
  message = errors[status]?.message ?? `status ${status}`,
) {
  const { type = "server_error", status: word = "UNKNOWN" } = errors[status] ?? {};
  const wait = status === 429 ? { "retry-after": "1" } : {};
  response.writeHead(status, { "content-type": "application/json", ...wait });
  const error = google ? { code: status, message, status: word } : { type, code: null, param: null, message };
  response.end(JSON.stringify({ type: "error", error }));
}
