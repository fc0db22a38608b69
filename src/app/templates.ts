import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { compareBytes } from "../core/byte-order.js";
import { MlxError } from "../core/errors.js";

/** A file of a project template. */
export interface TemplateFile {
  /** Where it goes, from the repository's top. */
  readonly path: string;
  readonly text: string;
}

/** A file of the templates that are installed with mlx, found from the script that runs. */
export function readTemplate(selfCommand: readonly string[], name: string): string {
  const path = join(templatesFolder(selfCommand), name);
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw incomplete(path, cause);
  }
}

/**
 * The files of a project template, by path. npm leaves files such as `.gitignore` out of packages, so names that begin with a dot are
 * kept as `dot-…`.
 */
export function readProjectTemplate(selfCommand: readonly string[], name: string): TemplateFile[] {
  const folder = join(templatesFolder(selfCommand), name);
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: placeOf(file.slice(folder.length + 1)), text: readFileSync(file, "utf8") }))
      .sort((a, b) => compareBytes(a.path, b.path));
  } catch (cause) {
    throw incomplete(folder, cause);
  }
}

function placeOf(file: string): string {
  return file
    .split(sep)
    .map((part) => part.replace(/^dot-/, "."))
    .join("/");
}

function templatesFolder(selfCommand: readonly string[]): string {
  return join(dirname(selfCommand.at(-1) ?? ""), "..", "templates");
}

function incomplete(path: string, cause: unknown): MlxError {
  return new MlxError("MLX_INSTALLATION", `mlx is not installed completely: ${path} is missing`, {
    hint: "install it again",
    cause,
  });
}
