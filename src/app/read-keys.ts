import type { App } from "./app.js";

/** Whether somebody sits at standard input. */
export function hasKeyboard({ stdin }: Pick<App, "stdin">): boolean {
  return "isTTY" in stdin && stdin.isTTY === true;
}

/** What Ctrl-C sends to a program that takes keys one by one. */
export const interruptKey = "\u0003";

const endKey = "\u0004";

/**
 * Keys as they are pressed, at a terminal that is made to hand them over one by one; from anything else its lines, without blanks around
 * them. Ends with the input, with Ctrl-D, and when the app is asked to end.
 */
export async function* readKeys(app: Pick<App, "stdin" | "signal">): AsyncGenerator<string> {
  const { stdin, signal } = app;
  const single = hasKeyboard(app);
  const waiting: string[] = [];
  let rest = "";
  let ended = signal.aborted;
  let wake = (): void => undefined;
  const onData = (chunk: Buffer | string): void => {
    const text = rest + chunk.toString();
    const keys = single ? [...withoutSequences(text)] : text.split("\n");
    rest = single ? "" : (keys.pop() ?? "");
    waiting.push(...keys.map((key) => key.trim()).filter((key) => key !== ""));
    wake();
  };
  const onEnd = (): void => {
    if (rest.trim() !== "") waiting.push(rest.trim());
    ended = true;
    wake();
  };
  setRaw(stdin, single);
  stdin.on("data", onData).on("end", onEnd).on("error", onEnd);
  signal.addEventListener("abort", onEnd, { once: true });
  try {
    for (;;) {
      const key = waiting.shift();
      if (key === undefined) {
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (single && key === endKey) return;
      else yield key;
    }
  } finally {
    stdin.off("data", onData).off("end", onEnd).off("error", onEnd);
    signal.removeEventListener("abort", onEnd);
    setRaw(stdin, false, single);
    stdin.pause();
  }
}

/** Arrows and their kin send several characters, which are no keys of ours. */
function withoutSequences(text: string): string {
  const start = String.fromCharCode(27);
  return text.replace(new RegExp(`${start}(?:\\[[0-9;]*[A-Za-z~]|O[A-Z])?`, "g"), "");
}

function setRaw(stdin: NodeJS.ReadableStream, raw: boolean, was = raw): void {
  const set: unknown = Reflect.get(stdin, "setRawMode");
  if (typeof set === "function" && (raw || was)) set.call(stdin, raw);
}
