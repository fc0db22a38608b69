import { readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { MlxError, systemCode } from "../core/errors.js";
import { ioError } from "../files/io-error.js";
import { statsAt } from "../files/stats-at.js";
import { writeWorktreeFile } from "./worktree-file.js";

/** The line that makes git ignore exactly `name` in the folder of the `.gitignore` it stands in. */
export function ignoreLine(name: string): string {
  const escaped = name
    .replace(/[\\*?[\]]/g, "\\$&")
    .replace(/ +$/, (spaces) => "\\ ".repeat(spaces.length))
    .replace(/[\n\r\0]/g, "?");
  return `/${escaped}`;
}

/** `text` with the lines that it lacks appended. */
export function withLines(text: string, lines: readonly string[]): string {
  const present = new Set(text.split(/\r?\n/));
  const absent = [...new Set(lines)].filter((line) => !present.has(line));
  if (absent.length === 0) return text;
  const start = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${start}${absent.join("\n")}\n`;
}

/** `text` without these lines. */
export function withoutLines(text: string, lines: readonly string[]): string {
  const unwanted = new Set(lines);
  return text
    .split("\n")
    .filter((line) => !unwanted.has(line.replace(/\r$/, "")))
    .join("\n");
}

/** Makes git ignore these data paths (from the repository's top), each by the `.gitignore` beside it. Returns the files changed. */
export function ignoreData(root: string, paths: readonly string[]): string[] {
  return editBeside(root, paths, withLines);
}

/** Makes sure that `ignoreData` can do its work for these data paths. @throws {MlxError} `MLX_NOT_A_FILE`, exit 2. */
export function requireIgnoreFiles(root: string, paths: readonly string[]): void {
  for (const folder of new Set(paths.map((path) => dirname(path))))
    readIfThere(join(root, folder, ".gitignore"));
}

/** Takes the lines of these data paths out again; a `.gitignore` that is left empty is removed. */
export function unignoreData(root: string, paths: readonly string[]): string[] {
  return editBeside(root, paths, withoutLines);
}

function editBeside(
  root: string,
  paths: readonly string[],
  edit: (text: string, lines: readonly string[]) => string,
): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const lines = byFolder.get(dirname(path)) ?? [];
    byFolder.set(dirname(path), [...lines, ignoreLine(basename(path))]);
  }
  const changed: string[] = [];
  for (const [folder, lines] of byFolder) {
    const file = join(root, folder, ".gitignore");
    const before = readIfThere(file);
    const after = edit(before ?? "", lines);
    if (after === (before ?? "")) continue;
    if (after.trim() === "") rmSync(file, { force: true });
    else writeWorktreeFile(root, file, after);
    changed.push(folder === "." ? ".gitignore" : `${folder}/.gitignore`);
  }
  return changed;
}

/** @throws {MlxError} `MLX_NOT_A_FILE`, exit 2, for a folder, link or pipe: git takes no rules from any of them. */
function readIfThere(file: string): string | undefined {
  try {
    const stats = statsAt(file);
    if (stats === undefined) return undefined;
    if (stats.isFile()) return readFileSync(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw ioError(error, `cannot read ${file}`);
  }
  throw new MlxError("MLX_NOT_A_FILE", `${file} is not a file, so that git takes no rules from it`, {
    hint: "put a file in its place, so that git can be made to ignore the data",
    exitCode: 2,
  });
}
