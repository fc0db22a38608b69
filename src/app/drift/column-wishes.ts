import { MlxError } from "../../core/errors.js";
import { parsePairs } from "../../core/key-value.js";
import { closest } from "../../core/suggest.js";
import { columnKinds, columnRoles } from "../../drift/monitor.js";
import type { Redaction } from "../../drift/profile.js";
import type { ColumnWishes } from "./plan-columns.js";

/** The options of a command line that speak of columns: `COLUMN=WORD`, each. */
export interface ColumnOptions {
  readonly kind: readonly string[];
  readonly role: readonly string[];
  readonly redact: readonly string[];
}

const redactions = ["hash", "drop"] as const satisfies readonly Redaction[];

/** @throws {MlxError} `MLX_USAGE`, exit 2. */
export function columnWishes({ kind, role, redact }: ColumnOptions): ColumnWishes {
  return {
    kinds: chosen(kind, "--kind", columnKinds),
    roles: chosen(role, "--role", columnRoles),
    redact: chosen(redact, "--redact", redactions),
  };
}

function chosen<T extends string>(
  typed: readonly string[],
  option: string,
  choices: readonly T[],
): Map<string, T> {
  const pairs = Object.entries(parsePairs(typed, option));
  return new Map(
    pairs.map(([column, word]) => {
      const choice = choices.find((each) => each === word);
      if (choice !== undefined) return [column, choice] as const;
      const meant = closest(word, choices);
      throw new MlxError("MLX_USAGE", `${option} ${column}=${word}: there is no ${JSON.stringify(word)}`, {
        hint: meant === undefined ? `one of ${choices.join(", ")}` : `did you mean ${meant}?`,
        exitCode: 2,
      });
    }),
  );
}
