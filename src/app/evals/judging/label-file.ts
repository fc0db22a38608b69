import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import type { LabelScale } from "../../../evals/judge-proof/label-scale.js";
import { suiteFileName } from "../../../evals/suite-file-name.js";
import { ioError } from "../../../files/io-error.js";
import { statsAt } from "../../../files/stats-at.js";
import { requireWorktree } from "../../../workspace/discover.js";
import { refuseSymlinkParents, toRepoPath, typedPath } from "../../../workspace/repo-path.js";
import { writeWorktreeFile } from "../../../workspace/worktree-file.js";
import type { App } from "../../app.js";
import { readLabels } from "./read-labels.js";

/** A line of the file. */
export interface LabelRecord {
  readonly id: string;
  readonly prompt: string;
  readonly provider: string;
  readonly grader: string;
  readonly outputDigest: string;
  readonly label: string | number;
  /** The e-mail of who gave it. */
  readonly by: string;
  /** RFC 3339 in UTC. */
  readonly time: string;
}

/** A file that labels are added to, one by one: each is on disk before the next. */
export class LabelFile {
  readonly #keys: Set<string>;
  readonly #lines = new Map<string, string>();
  #begun: boolean;

  private constructor(
    private readonly root: string,
    /** From the repository's top. */
    readonly path: string,
    known: Iterable<string>,
  ) {
    this.#keys = new Set(known);
    this.#begun = false;
  }

  /**
   * @param typed default: `evals/labels/<suite>.jsonl`. @throws {MlxError} `MLX_LABELS_FILE`; `MLX_INVALID_LABELS` for a file whose labels
   *   are none on this scale: exit 2.
   */
  static async open(
    app: App,
    suite: string,
    typed: string | undefined,
    scale: LabelScale,
  ): Promise<LabelFile> {
    const { root } = requireWorktree(await app.workspace());
    const path =
      typed === undefined ? `evals/labels/${suiteFileName(suite)}.jsonl` : toRepoPath(root, app.cwd, typed);
    if (!path.endsWith(".jsonl")) {
      throw new MlxError(
        "MLX_LABELS_FILE",
        `labels are written as JSON Lines, and ${displayPath(path)} is no such name`,
        {
          hint: "give it the ending .jsonl",
          exitCode: 2,
        },
      );
    }
    refuseSymlinkParents(root, path.split("/"), path);
    const absolute = join(root, path);
    if ((statsAt(absolute)?.size ?? 0) === 0) return new LabelFile(root, path, []);
    const { labels } = await readLabels(app, typedPath(root, app.cwd, path), scale);
    const keys = labels.map(({ id, outputDigest, grader }) => keyOf({ id, outputDigest, grader }));
    return new LabelFile(root, path, keys);
  }

  has(record: Pick<LabelRecord, "id" | "outputDigest" | "grader">): boolean {
    return [record.grader, undefined].some((grader) => this.#keys.has(keyOf({ ...record, grader })));
  }

  /** Adds a label, or puts it in the place of one that this session has added. @throws {MlxError} `MLX_IO`, `MLX_DISK_FULL`. */
  put(record: LabelRecord): void {
    const key = keyOf(record);
    const line = JSON.stringify(record);
    const before = this.#lines.get(key);
    if (before === undefined) this.#append(line);
    else this.#replace(before, line);
    this.#lines.set(key, line);
    this.#keys.add(key);
  }

  #append(line: string): void {
    const path = join(this.root, this.path);
    try {
      mkdirSync(dirname(path), { recursive: true });
      // An editor may have left the last line without its end.
      const gap = !this.#begun && !endsLine(path) ? "\n" : "";
      const handle = openSync(path, "a");
      try {
        appendFileSync(handle, `${gap}${line}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      this.#begun = true;
    } catch (error) {
      throw ioError(error, `cannot write ${path}`);
    }
  }

  #replace(before: string, line: string): void {
    const path = join(this.root, this.path);
    const lines = readFileSync(path, "utf8").split("\n");
    const place = lines.lastIndexOf(before);
    if (place === -1) this.#append(line);
    else writeWorktreeFile(this.root, path, lines.with(place, line).join("\n"));
  }
}

function keyOf({
  id,
  outputDigest,
  grader,
}: {
  readonly id: string;
  readonly outputDigest?: string | undefined;
  readonly grader?: string | undefined;
}): string {
  return JSON.stringify([id, outputDigest ?? null, grader ?? null]);
}

function endsLine(path: string): boolean {
  const stats = statsAt(path);
  return stats === undefined || stats.size === 0 || readFileSync(path).at(-1) === 10;
}
