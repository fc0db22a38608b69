// Streams of events, whole or going wrong in the middle.

/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * @param {ServerResponse} response
 * @param {readonly { event?: string, data: unknown }[]} events
 * @param {{ fault?: string | undefined, end?: string, delayMs?: number }} options `end` is sent last, as it is.
 */
export async function writeStream(response, events, { fault, end, delayMs = 0 } = {}) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
  if (fault === "slow") await pause(delayMs || 200);
  const half = Math.max(1, Math.floor(events.length / 2));
  for (const [index, { event, data }] of events.entries()) {
    if (response.destroyed) return;
    if (index === half) {
      if (fault === "half") return void response.end();
      if (fault === "cut") return void response.socket?.destroy();
      if (fault === "garbled") response.write("data: {this is no JSON\n\n");
      if (fault === "error-event") {
        response.write(
          `event: error\ndata: {"type":"error","error":{"type":"server_error","message":"it broke"}}\n\n`,
        );
        return void response.end();
      }
    }
    response.write(`${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
    // So that pieces are pieces: one write would come as one.
    if (fault === "slow") await pause(10);
  }
  response.end(end);
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
