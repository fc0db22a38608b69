import { type Sha256, sha256Of } from "../core/sha256.js";
import { readFully } from "../files/read-fully.js";
import type { TransferOptions } from "../ports.js";
import type { ByteBudget } from "./byte-budget.js";
import { corruptInCache } from "./object-errors.js";
import { withObjectFile } from "./read-file.js";
import { S3Fault } from "./s3-fault.js";
import type { S3Requests } from "./s3-requests.js";
import { refusesCondition } from "./s3-texts.js";

/** Objects up to this size, in bytes, are sent by one request. */
export const singlePutSize = 8 * 1024 * 1024;

export interface SmallObject {
  readonly sha256: Sha256;
  readonly key: string;
  readonly path: string;
  readonly size: number;
}

/** Sends objects whole, on the condition that the store lacks them: that spares the question before. */
export class SmallUploads {
  /** Cleared if the server does not know `If-None-Match` on PUT. */
  #conditional = true;

  constructor(
    readonly requests: S3Requests,
    readonly budget: ByteBudget,
  ) {}

  async put(
    object: SmallObject,
    options: TransferOptions & { readonly overwrite?: boolean },
  ): Promise<"stored" | "present"> {
    const waiting = this.budget.acquire(object.size);
    if (waiting !== undefined) await waiting;
    try {
      const body = readObject(object);
      const outcome = await this.#send(
        object,
        body,
        this.#conditional && options.overwrite !== true,
        options,
      );
      options.onBytes?.(object.size);
      return outcome;
    } finally {
      this.budget.release(object.size);
    }
  }

  async #send(
    object: SmallObject,
    body: Uint8Array,
    onlyIfAbsent: boolean,
    options: TransferOptions,
  ): Promise<"stored" | "present"> {
    const { requests } = this;
    try {
      await requests.run(
        () => requests.put(object.key, body, object.sha256, onlyIfAbsent, options.signal),
        options,
      );
      return "stored";
    } catch (error) {
      if (!onlyIfAbsent || !(error instanceof S3Fault)) throw error;
      if (error.kind === "precondition") return "present";
      if (!refusesCondition(error)) throw error;
      const outcome = await this.#send(object, body, false, options);
      this.#conditional = false;
      return outcome;
    }
  }
}

function readObject({ sha256, path, size }: SmallObject): Uint8Array {
  return withObjectFile(sha256, path, size, (fd) => {
    const body = Buffer.allocUnsafe(size);
    if (readFully(fd, body, 0) !== size || sha256Of(body) !== sha256) throw corruptInCache(sha256, path);
    return body;
  });
}
