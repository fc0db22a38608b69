import type { Interpreter } from "./interpreter.js";
import type { ScriptCall } from "./script-call.js";
import { scriptError } from "./script-error.js";
import type { ScriptMessage } from "./script-message.js";
import { ScriptProcess, type StartCommand } from "./script-process.js";

/** What a lane tells its pool. */
export interface LaneEvents {
  printed(line: string): void;
  /** Calls that must run again, since another one ended their process. */
  returned(calls: readonly ScriptCall[]): void;
  /** There is room. */
  free(): void;
}

/** How long a process may take to say that it is there, and to answer a ping. */
const startMs = 30_000;
const pingMs = 500;
/** Processes that end one after another without having begun with anything. */
const mostFalseStarts = 3;

/** One process, kept for many calls; a new one takes its place when it ends. Knows which call to blame for that. */
export class ScriptLane {
  #process: ScriptProcess | undefined;
  #ready = false;
  readonly #defined = new Set<number>();
  readonly #calls = new Map<number, ScriptCall>();
  /** The call that has the process for itself at this moment. */
  #running: ScriptCall | undefined;
  /** The call whose time is up while the process may be stuck. */
  #overdue: ScriptCall | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startTimer: NodeJS.Timeout | undefined;
  #falseStarts = 0;
  #heard = 0;
  #stray: string | undefined;
  #closed = false;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly command: StartCommand,
    private readonly events: LaneEvents,
  ) {}

  /** Whether it takes this call now. */
  takes(call: ScriptCall): boolean {
    const { size } = this.#calls;
    if (size === 0) return true;
    if (call.alone || size >= this.interpreter.callsAtOnce) return false;
    return ![...this.#calls.values()].some((other) => other.alone);
  }

  send(call: ScriptCall): void {
    const process = this.#process ?? this.#start();
    delete call.begunAt;
    this.#calls.set(call.id, call);
    const { number, line } = call.script;
    if (!this.#defined.has(number)) {
      this.#defined.add(number);
      process.send(line);
    }
    process.send(`{"call":${call.id},"use":${number},"args":${call.args}}\n`);
    if (this.interpreter.callsAtOnce === 1 && this.#ready) this.#begin(call);
    this.#watch();
  }

  /** Ends the process. @returns the calls that it leaves behind. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimers();
    this.#calls.clear();
    this.#process?.kill();
    await this.#process?.gone;
  }

  #start(): ScriptProcess {
    this.#ready = false;
    this.#defined.clear();
    this.#stray = undefined;
    this.#startTimer = setTimeout(() => this.#process?.kill(), startMs);
    this.#process = new ScriptProcess(this.command, {
      message: (message) => this.#hear(message),
      printed: this.events.printed,
      ended: (reason, notFound) => this.#ended(reason, notFound),
    });
    return this.#process;
  }

  #hear(message: ScriptMessage): void {
    this.#heard = performance.now();
    if (message.kind === "ready") {
      this.#ready = true;
      clearTimeout(this.#startTimer);
      if (this.interpreter.callsAtOnce === 1) for (const call of this.#calls.values()) this.#begin(call);
    } else if (message.kind === "pong") this.#abandonOverdue();
    else if (message.kind === "stray") this.#stray = message.message;
    else this.#hearOf(message);
  }

  #hearOf(message: Extract<ScriptMessage, { readonly id: number }>): void {
    const call = this.#calls.get(message.id);
    if (message.kind === "begin") {
      if (call) this.#begin(call);
      return;
    }
    if (call === this.#running) this.#running = undefined;
    // A call that was given up answers late: nobody waits for it.
    if (!call || message.kind === "yield") return;
    this.#calls.delete(call.id);
    if (message.kind === "done") call.resolve(message.value);
    else call.reject(this.#failure(call, message.fault));
    this.events.free();
  }

  #begin(call: ScriptCall): void {
    call.begunAt = performance.now();
    this.#running = call;
    this.#falseStarts = 0;
    this.#watch();
  }

  #failure(call: ScriptCall, fault: Parameters<typeof scriptError>[2], hint?: string): Error {
    return scriptError(call.script.spec, this.command.folder, fault, hint);
  }

  /** Looks again when the next call's time is up. */
  #watch(): void {
    if (this.#timer !== undefined || this.#closed) return;
    const now = performance.now();
    const left = [...this.#calls.values()].map((call) => (call.begunAt ?? now) + call.timeoutMs - now);
    if (left.length === 0) return;
    const delay = Math.max(10, Math.min(1000, ...left));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#look();
      this.#watch();
    }, delay);
  }

  #look(): void {
    if (this.#overdue !== undefined || !this.#ready) return;
    const now = performance.now();
    const isLate = (call: ScriptCall) => now - (call.begunAt ?? now) >= call.timeoutMs;
    if (this.#running) {
      // The others wait because this one does not let them go on.
      if (isLate(this.#running)) this.#process?.kill();
      return;
    }
    const waiting = [...this.#calls.values()];
    const late = waiting.find(isLate);
    // Nothing has begun and nothing is heard: something that a finished call left behind keeps the process busy.
    const stuck = waiting.find((call) => now - this.#heard >= call.timeoutMs && call.begunAt === undefined);
    if (late === undefined && stuck === undefined) return;
    this.#overdue = late ?? stuck;
    this.#process?.send('{"ping":1}\n');
    setTimeout(() => {
      if (this.#overdue === (late ?? stuck)) this.#process?.kill();
    }, pingMs);
  }

  /** The process is well: the call waits for something that does not come, and the others need not suffer for it. */
  #abandonOverdue(): void {
    const call = this.#overdue;
    this.#overdue = undefined;
    if (call?.begunAt === undefined || !this.#calls.delete(call.id)) return;
    call.reject(this.#failure(call, { message: slow(call) }));
    this.events.free();
  }

  #ended(reason: string, notFound: boolean): void {
    const calls = [...this.#calls.values()];
    const running = this.#running;
    const overdue = this.#overdue;
    const wasReady = this.#ready;
    this.#stopTimers();
    this.#calls.clear();
    this.#process = undefined;
    this.#running = undefined;
    this.#overdue = undefined;
    if (this.#closed) return;
    const why = this.#stray ?? reason;
    if (notFound || !wasReady || ++this.#falseStarts > mostFalseStarts) {
      for (const call of calls)
        call.reject(this.#failure(call, this.#startFailure(why, notFound), this.interpreter.hint));
      this.events.free();
      return;
    }
    const begun = calls.filter((call) => call.begunAt !== undefined);
    const guilty = running ?? (begun.length === 1 ? begun[0] : undefined);
    // An error after an await may be any of theirs.
    if (!guilty) for (const call of begun) call.alone = true;
    const late = guilty && performance.now() - (guilty.begunAt ?? 0) >= guilty.timeoutMs;
    const killed = guilty !== undefined && late && (guilty === running || guilty === overdue);
    guilty?.reject(this.#failure(guilty, { message: killed ? slow(guilty) : why }));
    this.events.returned(calls.filter((call) => call !== guilty));
  }

  #startFailure(why: string, notFound: boolean): { message: string } {
    const { command } = this.command;
    return {
      message: notFound ? `cannot start ${command}: it was not found` : `${command} did not start: ${why}`,
    };
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#startTimer);
    this.#timer = undefined;
  }
}

function slow(call: ScriptCall): string {
  return `it took longer than ${call.timeoutMs} ms and was stopped`;
}
