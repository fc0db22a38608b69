import { MlxError } from "../../core/errors.js";
import { ioReason } from "../../files/io-error.js";

/** What a recording could not do while its command ran: told at the end, since the command comes first. */
export class RecordingFaults {
  readonly #messages = new Set<string>();

  note(error: unknown): void {
    this.add(error instanceof MlxError ? error.message : ioReason(error));
  }

  add(message: string): void {
    this.#messages.add(message);
  }

  /** Waits for work that the command does not depend on. @returns undefined if it failed. */
  async attempt<Result>(work: () => Result | Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      this.note(error);
      return undefined;
    }
  }

  get messages(): readonly string[] {
    return [...this.#messages];
  }
}
