import type { FileTree } from "../../core/file-tree.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { KnownModel } from "../models/model-facts.js";
import type { ParsedPrompt } from "../parse-prompt.js";
import type { TextSource } from "../source.js";
import type { KnownSuites } from "./known-suites.js";
import type { RawFinding } from "./raw-finding.js";
import type { RuleId } from "./rules.js";

/**
 * What a file is to the repository: a prompt's working text, one published version, what others include, or a file of its own,
 * to which the rules on folders and registries do not apply; `published` is a prompt of which nothing but versions is left.
 */
export type SubjectKind = "working" | "version" | "partial" | "loose" | "published";

/** A file that is linted. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly file: string;
  /** The folder's name, of a prompt below `prompts/`. */
  readonly folder?: string;
  readonly parsed: ParsedPrompt;
  /** The file itself and what it includes. */
  readonly sources: readonly TextSource[];
  /** What is published of it; absent where nothing is. */
  readonly item?: RegistryItem;
  readonly world: World;
}

/** What checks know beside the file. */
export interface World {
  readonly tree: FileTree;
  /** The prompts' folders by their names in lower case. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** What is known of a model, by the name that a prompt gives. */
  model(name: string): KnownModel | undefined;
  /** What has been found in texts that several prompts may include, by rule and file. */
  readonly found: Map<string, readonly RawFinding[]>;
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  /** Most tokens of a prompt's own text, unless the prompt says otherwise. */
  readonly maxTokens?: number;
  /** Counts as the model does; `exact` is false where nobody knows how it counts. Loads a vocabulary: only for long texts. */
  countTokens(
    texts: readonly string[],
    model?: string,
  ): Promise<{ readonly counts: readonly number[]; readonly exact: boolean }>;
  /** Absent where the tree is not a working tree and nothing else: suites lie beside it. */
  readonly suites?: KnownSuites;
  /** Does work that a hostile text can make endless. @returns undefined if it was stopped. */
  withinTime<T>(work: () => T): T | undefined;
}

export type Report = (finding: RawFinding) => void;

/** Looks at a file and reports what it finds. */
export interface Check {
  /** The rules whose findings it reports. It is left out where all of them are off. */
  readonly rules: readonly RuleId[];
  run(subject: Subject, report: Report): void | Promise<void>;
}

/** What the text is called in messages. */
export function nameOf({ folder, parsed, file }: Subject): string {
  return folder ?? (parsed.name === "" ? file : parsed.name);
}
