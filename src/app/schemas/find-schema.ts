import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { MlxError, systemCode } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import { parsePointer } from "../../data/pointer.js";
import { pointerPathOf } from "../../data/target.js";
import { ioError } from "../../files/io-error.js";
import type { App } from "../app.js";

/** A schema file that is there. */
export interface SchemaFile {
  /** Absolute. */
  readonly path: string;
  /** From the repository's top. */
  readonly file: string;
}

const folder = "schemas";
const ending = ".schema.yaml";

/** `train` of `data/train.csv.gz`. */
export function schemaNameOf(dataFile: string): string {
  const name = dataFile.replace(/[?#].*$/, "").replace(/^.*[/\\]/, "");
  return (
    name.replace(/\.(?:gz|zst)$/i, "").replace(/\.(?:csv|tsv|jsonl|ndjson|json|parquet|txt)$/i, "") || name
  );
}

/** Where the schema of a name is, or would be. */
export function schemaFileOf(root: string, name: string): SchemaFile {
  const file = `${folder}/${name}${ending}`;
  return { path: join(root, file), file };
}

/**
 * The schema of a data file: the one that is named; else the one that the data's pointer names in its `meta:`; else the one of the
 * file's own name. @throws {MlxError} `MLX_SCHEMA_NOT_FOUND`, exit 2.
 */
export async function findSchema(app: App, dataFile: string, named?: string): Promise<SchemaFile> {
  const { root } = await app.workspace();
  if (named !== undefined) {
    return existing(root, [resolve(app.cwd, named), schemaFileOf(root, named).path], named);
  }
  const tracked = await schemaOfPointer(root, app.cwd, dataFile);
  if (tracked !== undefined)
    return existing(root, [join(root, tracked), schemaFileOf(root, tracked).path], tracked);
  const name = schemaNameOf(dataFile);
  return existing(root, [schemaFileOf(root, name).path], name, dataFile);
}

function existing(root: string, paths: readonly string[], named: string, dataFile?: string): SchemaFile {
  const path = paths.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (path !== undefined) return { path, file: shownPath(root, path) };
  const known = schemaNames(root);
  const near = closest(named, known);
  const infer = `write one: mlx schema infer ${displayPath(dataFile ?? "FILE")}`;
  const others = near === undefined ? infer : `did you mean --schema ${near}? or ${infer}`;
  const what =
    dataFile === undefined
      ? `there is no schema ${displayPath(named)}`
      : `${displayPath(dataFile)} has no schema: there is no ${folder}/${displayPath(named)}${ending}`;
  throw new MlxError("MLX_SCHEMA_NOT_FOUND", what, { hint: others, exitCode: 2 });
}

/** From the repository's top where it lies inside. */
function shownPath(root: string, path: string): string {
  const way = relative(root, path).split(sep).join(posix.sep);
  return way.startsWith("..") || isAbsolute(way) ? path : way;
}

/** The schemas below `schemas/`, by name. */
export function schemaNames(root: string): string[] {
  const path = join(root, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/** What the pointer of the file, or of a tracked folder around it, says of a schema. */
async function schemaOfPointer(root: string, cwd: string, dataFile: string): Promise<string | undefined> {
  if (/^[a-z0-9]+:\/\//i.test(dataFile)) return undefined;
  for (let path = resolve(cwd, dataFile); path.startsWith(root + sep); path = resolve(path, "..")) {
    const pointerPath = pointerPathOf(path);
    const text = readIfThere(pointerPath);
    if (text === undefined) continue;
    const { meta } = await parsePointer(text, displayPath(relative(cwd, pointerPath)));
    if (meta === undefined) return undefined;
    const { YamlSource } = await import("../../core/yaml-source.js");
    const value = new YamlSource(meta, pointerPath).value;
    const inner = typeof value === "object" && value !== null && "meta" in value ? value.meta : undefined;
    const named = typeof inner === "object" && inner !== null && "schema" in inner ? inner.schema : undefined;
    return typeof named === "string" ? named : undefined;
  }
  return undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw ioError(error, `cannot read ${displayPath(path)}`);
  }
}
