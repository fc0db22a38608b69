import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MlxError, type Problem, systemCode } from "../core/errors.js";

const name = ".env";
const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=[ \t]*(.*)$/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * The variables of the `.env` file in a folder; none where there is no such file.
 * @throws {MlxError} `MLX_DOT_ENV` with every line that is not an assignment; values are never told.
 */
export async function readDotEnv(folder: string): Promise<Readonly<Record<string, string>>> {
  const path = join(folder, name);
  try {
    return parseDotEnv(await readFile(path, "utf8"), path);
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "EISDIR") return {};
    throw error;
  }
}

/**
 * `NAME=VALUE` a line, with or without `export`. A value in single quotes is taken as it is, one in double quotes with
 * `\n`, `\"` and the like; one without quotes ends at ` #`. Nothing is expanded and nothing is run.
 */
function parseDotEnv(text: string, file: string): Record<string, string> {
  const found = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, key, written] = assignment.exec(line) ?? [];
    const value = written === undefined ? undefined : unquoted(written.trim());
    if (key !== undefined && value !== undefined) found.set(key, value);
    else {
      problems.push({
        file,
        line: index + 1,
        column: 1,
        message:
          key === undefined ? "this is no NAME=VALUE" : `the quotes of ${key} are not closed on this line`,
      });
    }
  }
  if (problems.length > 0) {
    throw new MlxError("MLX_DOT_ENV", `${name} cannot be read`, {
      exitCode: 2,
      problems,
      hint: "write one NAME=VALUE a line; comments begin with #",
    });
  }
  return Object.fromEntries(found);
}

function unquoted(written: string): string | undefined {
  const quote = written[0];
  if (quote !== '"' && quote !== "'") return written.replace(/(?:^|\s)#.*$/, "").trimEnd();
  const quoted = quote === "'" ? /^'([^']*)'\s*(?:#.*)?$/ : /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/;
  const inside = quoted.exec(written)?.[1];
  if (inside === undefined || quote === "'") return inside;
  return inside.replace(/\\(.)/g, (_all, letter: string) => escapes[letter] ?? letter);
}
