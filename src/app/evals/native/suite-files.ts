import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { systemCode } from "../../../core/errors.js";
import { closest } from "../../../core/suggest.js";
import { displayPath } from "../../../core/visible-text.js";
import type { NamedFiles } from "../../../evals/suite/suite-source.js";
import { ioReason } from "../../../files/io-error.js";
import { wayInside } from "../../../files/is-inside.js";
import { decodePrompt } from "../../../prompts/decode-prompt.js";
import type { FieldPath, FieldReader } from "../../../prompts/front-matter/field-reader.js";

/** A file of the repository that a suite names. */
export interface FoundFile {
  /** Absolute; no link is left on the way. */
  readonly path: string;
  /** From the repository's top. */
  readonly file: string;
}

/** The files that a suite names: below the repository's top alone, whatever links there are. */
export class SuiteFiles implements NamedFiles {
  /** What was found, by path from the top. */
  readonly named = new Map<string, FoundFile>();

  /** @param root absolute, without links. @param folder the suite's. */
  constructor(
    private readonly root: string,
    private readonly folder: string,
    private readonly fields: FieldReader,
  ) {}

  find(written: string, path: FieldPath): string | undefined {
    const found = this.locate(written, path);
    if (found !== undefined) this.named.set(found.file, found);
    return found?.path;
  }

  read(written: string, path: FieldPath): string | undefined {
    const found = this.locate(written, path);
    const bytes = found && this.#bytes(found, path);
    if (found === undefined || bytes === undefined) return undefined;
    this.named.set(found.file, found);
    const { source, problems } = decodePrompt(found.file, bytes);
    const [first] = problems;
    if (first === undefined) return source.text;
    return this.fields.refuse(
      path,
      `${first.file}:${first.line}:${first.column}: ${first.message}`,
      first.hint,
    );
  }

  /** The file that a path means, if it is one that may be read. What is wrong is reported. */
  locate(written: string, path: FieldPath): FoundFile | undefined {
    const refuse = (message: string, hint?: string) => this.fields.refuse(path, message, hint);
    const shown = displayPath(written);
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(written)) {
      return refuse(
        `${shown} is an address, and a file of the repository is wanted`,
        "download it, then name the file; mlx data add tracks large ones",
      );
    }
    if (written.trim() === "" || written.includes("\0"))
      return refuse(`${JSON.stringify(written)} names no file`);
    if (isAbsolute(written))
      return refuse(
        `${shown} is an absolute path, which means nothing elsewhere`,
        "write it relative to the suite",
      );
    const wanted = resolve(this.folder, written);
    if (wayInside(this.root, wanted) === undefined)
      return refuse(`${shown} leads out of the repository`, "copy the file into the repository");
    try {
      const real = realpathSync(wanted);
      const file = wayInside(this.root, real);
      if (file === undefined)
        return refuse(
          `${shown} leads out of the repository by a symbolic link`,
          "copy the file into the repository",
        );
      if (/^\.(?:git|mlx)(?:\/|$)/i.test(file))
        return refuse(`${shown} lies inside of ${file.slice(0, 4)}, which is not yours to read`);
      if (!statSync(real).isFile()) return refuse(`${shown} is no file`);
      return { path: real, file };
    } catch (error) {
      const code = systemCode(error);
      if (code !== "ENOENT" && code !== "ENOTDIR") return refuse(`cannot read ${shown}: ${ioReason(error)}`);
      return this.#missing(written, wanted, path);
    }
  }

  #missing(written: string, wanted: string, path: FieldPath): undefined {
    const pointer = statSync(`${wanted}.mlx`, { throwIfNoEntry: false })?.isFile() === true;
    if (pointer) {
      const data = wayInside(this.root, wanted) ?? written;
      return this.fields.refuse(
        path,
        `${displayPath(written)} is tracked, but not checked out`,
        `run: mlx data pull ${data}`,
      );
    }
    const meant = closest(basename(wanted), siblings(wanted));
    return this.fields.refuse(
      path,
      `there is no file ${displayPath(written)}`,
      meant === undefined ? "paths are relative to the suite" : `did you mean ${displayPath(meant)}?`,
    );
  }

  #bytes({ path: real, file }: FoundFile, path: FieldPath): Uint8Array | undefined {
    try {
      return readFileSync(real);
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      return this.fields.refuse(path, `cannot read ${displayPath(file)}: ${ioReason(error)}`);
    }
  }
}

function siblings(wanted: string): string[] {
  try {
    return readdirSync(dirname(wanted));
  } catch {
    return [];
  }
}
