import { lstatSync, readFileSync, type Stats } from "node:fs";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { ioError } from "../../files/io-error.js";
import { blockIn, isBroken, isShellScript, madeByMlx } from "./marked-block.js";

/** A hook as it lies in its folder. */
export type HookFile =
  | { readonly kind: "absent" }
  /** Holds lines of mlx. `whole`: and nothing that was there before them. `runs`: git would execute it. */
  | { readonly kind: "ours"; readonly text: string; readonly whole: boolean; readonly runs: boolean }
  | { readonly kind: "script"; readonly text: string; readonly language: Language; readonly runs: boolean }
  /** What it leads to may belong to somebody else. */
  | { readonly kind: "link" };

/** By the first line: that of a shell, of anything else, or none. */
type Language = "shell" | "other" | "unsaid";

/**
 * Reads a hook. Texts hold one character a byte, so that writing them back changes nothing.
 * @throws {MlxError} `MLX_HOOK_IN_THE_WAY`, exit 3, for what is no hook, and for half of a marked part.
 */
export function readHookFile(file: string): HookFile {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: "absent" };
  if (stats.isSymbolicLink()) return { kind: "link" };
  if (!stats.isFile()) throw inTheWay(file, "is not a file", "move it away");
  const text = readBytes(file).toString("latin1");
  if (isBroken(text)) {
    const what = "has one of the lines # >>> mlx >>> and # <<< mlx <<< without the other";
    throw inTheWay(file, what, "take what mlx wrote out of it by hand, with both lines; then run this again");
  }
  const block = blockIn(text);
  const runs = isExecutable(stats);
  if (block !== undefined) return { kind: "ours", text, whole: block.includes(`wrote ${madeByMlx};`), runs };
  const other = text.startsWith("#!") || text.includes("\u0000") ? "other" : "unsaid";
  return { kind: "script", text, language: isShellScript(text) ? "shell" : other, runs };
}

/** The bytes of a text that `readHookFile` gave, with lines put in. */
export function hookBytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

/** Lines of ours in the form that `readHookFile` gives texts in. */
export function hookText(lines: string): string {
  return Buffer.from(lines, "utf8").toString("latin1");
}

export function inTheWay(file: string, what: string, hint: string): MlxError {
  return new MlxError("MLX_HOOK_IN_THE_WAY", `${displayPath(file)} ${what}, so mlx leaves it alone`, {
    hint,
  });
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw ioError(error, `cannot read ${file}`);
  }
}

/** git for Windows goes by the first line alone. */
function isExecutable(stats: Stats): boolean {
  return process.platform === "win32" || (stats.mode & 0o111) !== 0;
}
