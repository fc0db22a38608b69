import { Interrupted } from "../core/errors.js";
import type { Json } from "../prompts/types.js";
import type { Interpreter } from "./interpreter.js";
import type { ScriptCall, ScriptRequest } from "./script-call.js";
import { ScriptLane } from "./script-lane.js";

/** A call that takes longer than this gets another process beside it, if others wait. */
const slowMs = 100;

/** The processes of one language: the first call starts one, slow calls start more. */
export class ScriptPool {
  readonly #lanes: ScriptLane[] = [];
  readonly #queue: ScriptCall[] = [];
  readonly #open = new Set<ScriptCall>();
  #next = 0;
  #growing: NodeJS.Timeout | undefined;
  #ended: Promise<void> | undefined;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly print: (line: string) => void,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => void this.ended(), { once: true });
  }

  run(request: ScriptRequest): Promise<Json> {
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) return reject(new Interrupted());
      const call: ScriptCall = {
        ...request,
        id: this.#next++,
        alone: false,
        resolve: (value) => {
          this.#open.delete(call);
          resolve(value);
        },
        reject: (error) => {
          this.#open.delete(call);
          reject(error);
        },
      };
      this.#open.add(call);
      this.#queue.push(call);
      this.#dispatch();
    });
  }

  /** Ends the processes; what is not answered throws `Interrupted`. To be called once the signal is aborted. */
  ended(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#growing);
    this.#queue.length = 0;
    for (const call of [...this.#open]) call.reject(new Interrupted());
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #dispatch(): void {
    if (this.signal.aborted) return;
    if (this.#lanes.length === 0) this.#grow();
    for (const lane of this.#lanes) {
      let sent = 0;
      for (let call = this.#queue[sent]; call && lane.takes(call); call = this.#queue[sent]) {
        lane.send(call);
        sent++;
      }
      this.#queue.splice(0, sent);
    }
    if (this.#queue.length > 0 && this.#lanes.length < this.interpreter.mostProcesses) {
      this.#growing ??= setTimeout(() => {
        this.#growing = undefined;
        if (this.#queue.length > 0) this.#grow();
        this.#dispatch();
      }, slowMs);
    }
  }

  #grow(): void {
    const lane = new ScriptLane(this.interpreter, this.interpreter.command, {
      printed: this.print,
      returned: (calls) => {
        this.#queue.unshift(...calls);
        this.#dispatch();
      },
      free: () => this.#dispatch(),
    });
    this.#lanes.push(lane);
  }
}
