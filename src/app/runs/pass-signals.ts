import type { Child } from "../../process/run-child.js";
import { inForeground } from "../../process/terminal-group.js";
import type { App } from "../app.js";

/** For how long after the command's end a signal is taken for one that was meant for the command. */
const lateMs = 500;

/**
 * Passes the signals that this process gets on to a command, and does not end by them itself. Those that the keyboard
 * sends reach the command by themselves when both are in the terminal's foreground.
 */
export class SignalRelay {
  #child: Child | undefined;
  /** Came before the command was there. */
  readonly #early: NodeJS.Signals[] = [];
  readonly #giveBack: (() => void) | undefined;

  /** @param terminal whether standard input is a terminal. */
  constructor(app: App, terminal: boolean) {
    this.#giveBack = app.signals?.takeOver((signal) => {
      const fromKeyboard = signal === "SIGINT" || signal === "SIGQUIT";
      if (this.#child === undefined) this.#early.push(signal);
      else if (!fromKeyboard || !inForeground(terminal)) this.#child.kill(signal);
    });
  }

  passTo(child: Child): void {
    this.#child = child;
    for (const signal of this.#early) child.kill(signal);
  }

  /** No command is there to get them. */
  release(): void {
    this.#giveBack?.();
  }

  /** Ctrl-C reaches both at once, and the command's end may be known here before the signal is. */
  releaseSoon(): void {
    setTimeout(() => this.release(), lateMs).unref();
  }
}
