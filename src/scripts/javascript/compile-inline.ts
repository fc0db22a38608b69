import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction, constants, Script } from "node:vm";

/** Code that was made a function, and what its frames are called in a stack. */
export interface Compiled {
  run(args: readonly unknown[]): unknown;
  readonly label: string;
}

/**
 * Makes a function of inline code. One line is an expression, or statements of which the last is worth something; where it
 * returns by itself, and in code of several lines, it is the body of a function. `await` may be used.
 * @throws {SyntaxError}
 */
export function compileInline(
  code: string,
  names: readonly string[],
  label: string,
  folder: string,
): Compiled {
  const text = code.trimEnd();
  const require = createRequire(join(folder, "inline.js"));
  const compile = (body: string, columnOffset = 0): Compiled => {
    const run = compileFunction(body, [...names, "require"], {
      filename: label,
      columnOffset,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    return {
      label,
      run: (args) => Reflect.apply(run, undefined, [...names.map((_, index) => args[index]), require]),
    };
  };
  const attempts = text.trim().includes("\n")
    ? bodyForms(text)
    : lineForms(text.trim().replace(/[;\s]+$/, ""));
  let first: unknown;
  for (const [body, columnOffset] of attempts) {
    try {
      return compile(body, columnOffset);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

type Form = readonly [body: string, columnOffset: number];

function bodyForms(text: string): Form[] {
  return [[text, 0], ...awaiting(text)];
}

/** With `await` outside of a function of its own. */
function awaiting(body: string): Form[] {
  const opening = "return (async () => {";
  return /\bawait\b/.test(body) ? [[`${opening}${body}\n})()`, -opening.length]] : [];
}

function lineForms(line: string): Form[] {
  const expression = `return ${line}`;
  if (isExpression(line)) return [[expression, -"return ".length], ...awaiting(expression)];
  // What a list of statements amounts to is what `eval` gives back: the value of the last expression.
  if (isProgram(line)) return [[`return eval(${JSON.stringify(line)})`, 0]];
  return [...lastReturned(line), [line, 0], ...awaiting(line)];
}

/** Statements that wait, which `eval` does not take: what stands behind the last semicolon is given back. */
function lastReturned(line: string): Form[] {
  for (let end = line.lastIndexOf(";"); end > 0; end = line.lastIndexOf(";", end - 1)) {
    const last = line.slice(end + 1);
    if (isExpression(last)) return awaiting(`${line.slice(0, end)};return ${last}`);
  }
  return [];
}

/** Whether it is one expression and nothing behind it; `await` may stand in it. */
function isExpression(text: string): boolean {
  return isProgram(`(async () => (${text}\n))`);
}

/** Whether it stands by itself, without a `return` of a function around it. */
function isProgram(text: string): boolean {
  try {
    return new Script(text) instanceof Script;
  } catch {
    return false;
  }
}
