import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import { type Compiled, compileInline } from "./compile-inline.js";
import { faultOf } from "./fault-of.js";
import { loadFile } from "./load-file.js";
import { resultText } from "./result-text.js";
import { watchParent } from "./watch-parent.js";

// The entry of the process that runs JavaScript of suites: `dist/script-worker.js`. It reads requests from file
// descriptor 3 and answers on 4, a line of JSON each. Before it gives way to a script it says so, and says so at once, so
// that whoever waits knows which script it is that never comes back.

const [requestsFrom, answersTo] = [3, 4];
const folder = process.argv[2] ?? "/";
const functions = new Map<number, Compiled | (() => Promise<Compiled>)>();
const lines: string[] = [];
let outbox = "";
let busy = false;

function flush(): void {
  let rest = Buffer.from(outbox, "utf8");
  outbox = "";
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(answersTo, rest));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}

function define(number: number, script: Readonly<Record<string, unknown>>): void {
  const { code, file, functionName, names, construct } = script;
  if (typeof code === "string") {
    const given = Array.isArray(names) ? names.map(String) : [];
    const label = `inline-${number}`;
    functions.set(number, async () => compileInline(code, given, label, folder));
  } else {
    const name = typeof functionName === "string" ? { functionName } : {};
    functions.set(number, () => loadFile({ file: String(file), ...name, construct }));
  }
}

function fail(id: number, error: unknown, label: string | undefined): void {
  outbox += `${JSON.stringify({ fail: id, ...faultOf(error, label) })}\n`;
}

function done(id: number, value: unknown, label: string | undefined): void {
  try {
    outbox += `{"done":${id},"value":${resultText(value)}}\n`;
  } catch (error) {
    fail(id, error, label);
  }
}

/** @returns a promise while a file is being loaded: nothing else begins meanwhile, so that a hang is not blamed on others. */
function call(id: number, number: number, args: readonly unknown[]): Promise<void> | undefined {
  outbox += `{"begin":${id}}\n`;
  flush();
  const known = functions.get(number);
  if (typeof known !== "function") {
    if (known) run(id, known, args);
    return undefined;
  }
  return known().then(
    (compiled) => {
      functions.set(number, compiled);
      run(id, compiled, args);
    },
    (error: unknown) => fail(id, error, `inline-${number}`),
  );
}

function run(id: number, { run: execute, label }: Compiled, args: readonly unknown[]): void {
  try {
    const value = execute(args);
    if (isThenable(value)) settle(id, value, label);
    else done(id, value, label);
  } catch (error) {
    fail(id, error, label);
  }
}

function settle(id: number, value: unknown, label: string): void {
  outbox += `{"yield":${id}}\n`;
  void Promise.resolve(value)
    .then(
      (result) => done(id, result, label),
      (error: unknown) => fail(id, error, label),
    )
    .then(flush);
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function handle(line: string): Promise<void> | undefined {
  const request: Readonly<Record<string, unknown>> = JSON.parse(line);
  const { define: number, script, call: id, use, args } = request;
  if (typeof number === "number" && typeof script === "object" && script !== null) {
    define(number, { ...script });
  } else if (typeof id === "number") {
    return call(id, Number(use), Array.isArray(args) ? args : []);
  } else outbox += '{"pong":true}\n';
  return undefined;
}

async function drain(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let next = 0; next < lines.length; next++) {
    const loading = handle(lines[next] ?? "");
    if (loading) await loading;
  }
  lines.length = 0;
  busy = false;
  flush();
}

/** An error that nothing catches, after an await or in a timer. The process cannot be trusted after it. */
function stray(error: unknown): void {
  outbox += `${JSON.stringify({ stray: faultOf(error, undefined).message })}\n`;
  flush();
  end();
}

function end(): void {
  process.kill(process.pid, "SIGKILL");
}

process.on("uncaughtException", stray);
// promptfoo's users write process.mainModule.require("…") in inline code.
Object.defineProperty(process, "mainModule", {
  value: { require: createRequire(join(folder, "inline.js")) },
});

const requests = new Socket({ fd: requestsFrom, readable: true, writable: false });
let partial = "";
requests.setEncoding("utf8");
requests.on("data", (text: string) => {
  const parts = (partial + text).split("\n");
  partial = parts.pop() ?? "";
  lines.push(...parts);
  void drain();
});
requests.on("close", end);
outbox += '{"ready":true}\n';
flush();
watchParent();
