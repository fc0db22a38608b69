import { spawnSync } from "node:child_process";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Compiled } from "./compile-inline.js";

/** What a JavaScript file gives: a function, or an instance's method. */
export interface FileScript {
  readonly file: string;
  readonly functionName?: string;
  /** What the constructor of an exported class gets. */
  readonly construct?: unknown;
}

/** Loads a file and finds what is asked for: the named function, else the default export. @throws whatever loading throws. */
export async function loadFile({ file, functionName, construct }: FileScript): Promise<Compiled> {
  if (/^\.[cm]?ts$/.test(extname(file)) && !readsTypeScript()) {
    throw new Error(
      `Node ${process.versions.node} does not run TypeScript: compile it to JavaScript, or use Node 22.18 or later`,
    );
  }
  const module = await importFile(file);
  const [target, self] = find(module, functionName);
  const method = isClass(target)
    ? instanceOf(target, functionName ?? "callApi", construct)
    : { target, self };
  const { target: call } = method;
  if (typeof call !== "function") throw new Error(missing(module, functionName));
  return { label: file, run: (args) => Reflect.apply(call, method.self, [...args]) };
}

async function importFile(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) error.stack = `${checked(file)}\n${error.stack}`;
    throw error;
  }
}

/** What Node says of a file that does not parse: its first line names the place, which the error itself does not. */
function checked(file: string): string {
  const { stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8", timeout: 5000 });
  return stderr.split("\n")[0] ?? "";
}

function readsTypeScript(): boolean {
  return "typescript" in process.features && Boolean(process.features.typescript);
}

/** The function, and the object that it is a method of. */
function find(module: unknown, name: string | undefined): readonly [target: unknown, self: unknown] {
  const main = property(module, "default");
  // A file that was compiled from a module to CommonJS has a default within the default.
  const inner = property(main, "default");
  if (name === undefined) {
    const target = [main, inner].find((value) => typeof value === "function");
    return target === undefined ? [property(main, "callApi"), main] : [target, undefined];
  }
  for (const place of [module, main, inner]) {
    const target = property(place, name);
    if (typeof target === "function") return [target, place];
  }
  const holder = [main, inner].find(isClass);
  return [holder, undefined];
}

function instanceOf(target: unknown, name: string, argument: unknown): { target: unknown; self: unknown } {
  if (typeof target !== "function") return { target: undefined, self: undefined };
  const self: unknown = Reflect.construct(target, argument === undefined ? [] : [argument]);
  return { target: property(self, name), self };
}

function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}

function property(holder: unknown, name: string): unknown {
  const isHolder = (typeof holder === "object" && holder !== null) || typeof holder === "function";
  return isHolder ? Reflect.get(holder, name) : undefined;
}

function missing(module: unknown, name: string | undefined): string {
  const names = typeof module === "object" && module !== null ? Object.keys(module) : [];
  const exported = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
  return name === undefined
    ? `it has no function as its default export (${exported})`
    : `it exports no function ${name} (${exported})`;
}
