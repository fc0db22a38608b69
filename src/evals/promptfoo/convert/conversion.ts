import type { SourceLocation } from "../../../core/errors.js";
import type { ScriptSpec, Suite } from "../../types.js";

type LeftOut = Suite["notKept"][number];

/** A conversion under way: where files are found from the new suite's folder, and what could not be kept. */
export class Conversion {
  readonly dropped: LeftOut[] = [];
  /** What no suite of mlx can say: with any of these, nothing is written. */
  readonly refused: LeftOut[] = [];

  /** @param relative the path of a file from the new suite's folder, with slashes. */
  constructor(private readonly relative: (file: string) => string) {}

  drop(what: string, reason: string, at: SourceLocation): undefined {
    if (
      !this.dropped.some((item) => item.what === what && item.at.line === at.line && item.at.file === at.file)
    ) {
      this.dropped.push({ what, reason, at });
    }
  }

  refuse(what: string, reason: string, at: SourceLocation): undefined {
    this.refused.push({ what, reason, at });
  }

  /** Code as a suite of mlx writes it. */
  code({ code, file, functionName }: ScriptSpec): string {
    if (file === undefined) return code ?? "";
    return `file://${this.relative(file)}${functionName === undefined ? "" : `:${functionName}`}`;
  }

  /** The id of a provider, its file found from the new folder. @param folder absolute: where it was found from. */
  providerId(id: string, folder: string): string {
    return id.replace(
      /^(file:\/\/|replay:)(.+?)(:[\w$.]+)?$/,
      (_, scheme: string, path: string, name = "") =>
        path.startsWith("/")
          ? `${scheme}${path}${name}`
          : `${scheme}${this.relative(`${folder}/${path}`)}${name}`,
    );
  }
}
