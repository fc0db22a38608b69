import type { IncomingMessage } from "node:http";
import { ServiceError } from "./service-error.js";

/** Bytes of a JSON body. */
const largestBody = 64 * 1024 * 1024;
/** Milliseconds that the rest of a refused body is read for, so that its sender gets to read why. */
const courtesy = 2_000;
/** Milliseconds without a byte after which a request is given up. */
const patience = 120_000;

/** @throws {ServiceError} REQUEST_TOO_LARGE. Rejects if the client goes away. */
export function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > largestBody) throw tooLarge();
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    giveUpWhenSilent(request);
    request.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > largestBody) {
        pieces.length = 0;
        reject(tooLarge());
      } else pieces.push(piece);
    });
    request.on("end", () => resolve(Buffer.concat(pieces).toString("utf8")));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the client went away")));
  });
}

/** Reads what is left of a body, for a while. */
export function discardBody(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, courtesy);
    request.once("close", resolve).once("end", resolve).resume();
    request.once("close", () => clearTimeout(timer));
  });
}

/** Ends the connection of a client that stops in the middle of a request's body. */
export function giveUpWhenSilent(request: IncomingMessage): void {
  const { socket } = request;
  const giveUp = () => socket.destroy();
  socket.setTimeout(patience, giveUp);
  request.once("close", () => {
    socket.removeListener("timeout", giveUp);
    socket.setTimeout(0);
  });
}

function tooLarge(): ServiceError {
  return new ServiceError("REQUEST_TOO_LARGE", `a request's body may have at most ${largestBody} bytes`);
}
