import { sha256Of } from "../core/sha256.js";
import { S3Fault } from "./s3-fault.js";
import type { S3Requests } from "./s3-requests.js";
import { signalOption } from "./signal-option.js";

/** Servers that do not know `If-None-Match` on PUT answer 501, or 400 with one code or another. */
export function refusesCondition(fault: S3Fault): boolean {
  return fault.kind === "unsupported" || (fault.kind === "refused" && fault.details.status === 400);
}

/** The small text files beside the objects. Keys are whole keys, prefix included. */
export class S3Texts {
  constructor(readonly requests: S3Requests) {}

  /** @throws S3Fault, of kind `missing` too. */
  read(key: string, signal?: AbortSignal, policy = this.requests.policy): Promise<string> {
    const fetchText = async () => {
      const answer = await this.requests.get(key, signal);
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body) if (chunk instanceof Uint8Array) chunks.push(chunk);
      return Buffer.concat(chunks).toString("utf8");
    };
    return this.requests.run(fetchText, signalOption(signal), policy);
  }

  write(key: string, text: string, signal?: AbortSignal): Promise<void> {
    return this.#send(key, text, false, signal);
  }

  /** Leaves a text alone that is there already, as far as the server can tell. */
  async writeOnce(key: string, text: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.#send(key, text, true, signal);
    } catch (error) {
      if (!(error instanceof S3Fault)) throw error;
      if (error.kind === "precondition") return;
      if (!refusesCondition(error)) throw error;
      await this.#send(key, text, false, signal);
    }
  }

  async remove(key: string, signal?: AbortSignal): Promise<void> {
    await this.requests.runUnless(["missing"], () => this.requests.remove(key, signal), signalOption(signal));
  }

  #send(key: string, text: string, onlyIfAbsent: boolean, signal: AbortSignal | undefined): Promise<void> {
    const body = Buffer.from(text);
    return this.requests.run(
      () => this.requests.put(key, body, sha256Of(body), onlyIfAbsent, signal),
      signalOption(signal),
    );
  }
}
