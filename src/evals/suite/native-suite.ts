import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { Json } from "../../prompts/types.js";
import type { TestOptions } from "../test-options.js";
import type { ProviderSpec, ScriptSpec, Suite, SuitePrompt } from "../types.js";
import type { SuiteGrader } from "./read-grader.js";

/** What answers. */
export type NativeTarget =
  /** Prompts, each sent to each provider. Without providers the prompts' own models answer. */
  | {
      readonly kind: "prompt";
      readonly prompts: readonly { readonly prompt: SuitePrompt; readonly path: FieldPath }[];
      readonly providers?: readonly ProviderSpec[];
    }
  /** A program or a service, and the text that it is given: a template, or by default the only variable. */
  | {
      readonly kind: "program";
      readonly provider: ProviderSpec;
      readonly input?: string;
      readonly path: FieldPath;
    }
  /** Answers that were recorded: in a column of the data, or in a file of their own by the id of the case. */
  | {
      readonly kind: "predictions";
      readonly file: string;
      readonly output: string;
      readonly id?: string;
      readonly path: FieldPath;
    };

/** A name in the suite and where it stands, such as that of a column. */
export interface Named {
  readonly name: string;
  readonly path: FieldPath;
}

/** What the columns of the data are for. */
export interface ColumnRoles {
  readonly id?: Named;
  /** Variable to column; absent: every column is a variable. */
  readonly vars?: ReadonlyMap<string, Named>;
  readonly expected?: Named;
  readonly slices: readonly Named[];
  readonly tags?: Named;
  readonly cluster?: Named;
  readonly critical?: Named;
  /** Graders for a row alone. */
  readonly graders?: Named;
}

/** A case that is written in the suite. */
export interface NativeCase {
  readonly path: FieldPath;
  readonly id?: string;
  readonly description?: string;
  readonly vars: ReadonlyMap<string, Json>;
  readonly expected?: Json;
  readonly graders: readonly SuiteGrader[];
  /** Whether its graders are all there are. */
  readonly replacesGraders: boolean;
  readonly threshold?: number;
  readonly onlyPrompts?: readonly string[];
  readonly onlyProviders?: readonly string[];
  readonly slices: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly cluster?: string;
  readonly critical: boolean;
  readonly metadata: Readonly<Record<string, Json>>;
  readonly transform?: ScriptSpec;
  readonly output?: string;
}

/** What a suite file of mlx says. Neither its data nor its prompts have been looked at. */
export interface NativeSuite
  extends Pick<
    Suite,
    | "description"
    | "repeat"
    | "gates"
    | "errorsAllowed"
    | "budget"
    | "effect"
    | "concurrency"
    | "timeoutMs"
    | "derived"
    | "env"
  > {
  readonly name?: string;
  readonly target: NativeTarget | undefined;
  readonly data?: Named;
  readonly cases?: readonly NativeCase[];
  readonly roles: ColumnRoles;
  readonly graders: readonly SuiteGrader[];
  /** Ids of cases that must pass. */
  readonly criticalIds: readonly Named[];
  /** Every case has them. */
  readonly tags: readonly string[];
  readonly threshold?: number;
  readonly options: TestOptions;
}
