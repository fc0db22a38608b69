import type { Subject, World } from "../../prompts/lint/subject.js";
import { type ParsedPrompt, parsePrompt } from "../../prompts/parse-prompt.js";
import { promptFile, promptNames } from "../../prompts/prompt-paths.js";
import { includesIn } from "../../prompts/read-prompt.js";
import type { TextSource } from "../../prompts/source.js";
import type { IncludeResolver } from "../../prompts/template/include.js";
import { textSource } from "../../prompts/text-source.js";
import { publishedNames, readItem } from "../../registry/read-item.js";
import type { LintTarget } from "./lint-targets.js";
import { noPromptFile } from "./no-prompt-file.js";

/** Reads files to lint; what several of them include is read once. */
export class SubjectReader {
  readonly #include: IncludeResolver;
  readonly #published: ReadonlySet<string>;

  constructor(private readonly world: World) {
    this.#include = includesIn(world.tree);
    this.#published = new Set(publishedNames(world.tree, "prompt"));
  }

  /** @throws {MlxError} `MLX_PROMPT_NOT_FOUND`, exit 2, if there is no such file. */
  async open({ file, kind, folder }: LintTarget): Promise<Subject> {
    const { world } = this;
    const isPublished = folder !== undefined && this.#published.has(folder);
    const parsed = kind === "published" ? nothing(file, folder ?? "") : await this.#parse(file, folder);
    const own: readonly TextSource[] = kind === "published" ? [] : [parsed.source];
    return {
      // Below prompts/, a file with front matter is a prompt that lies astray; others are there to be included.
      kind: kind === "partial" && parsed.source.yaml ? "loose" : kind,
      file,
      parsed,
      sources: [...own, ...(parsed.template?.included ?? [])],
      world,
      ...(folder !== undefined && { folder }),
      ...(isPublished && { item: readItem(world.tree, "prompt", folder) }),
    };
  }

  /** The prompts that take in one of these files. */
  async including(files: ReadonlySet<string>): Promise<Subject[]> {
    const subjects: Subject[] = [];
    for (const name of promptNames(this.world.tree)) {
      const file = promptFile(name);
      if (!holdsInclude(this.world.tree.read(file))) continue;
      const subject = await this.open({ kind: "working", file, folder: name });
      if (subject.sources.some((source) => files.has(source.file))) subjects.push(subject);
    }
    return subjects;
  }

  async #parse(file: string, folder: string | undefined): Promise<ParsedPrompt> {
    const bytes = this.world.tree.read(file);
    if (bytes === undefined) {
      throw noPromptFile(file);
    }
    return parsePrompt({ file, bytes, include: this.#include, ...(folder !== undefined && { folder }) });
  }
}

function holdsInclude(bytes: Uint8Array | undefined): boolean {
  return (
    bytes !== undefined && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("include")
  );
}

/** What stands for the text of a prompt that has none any more. */
function nothing(file: string, name: string): ParsedPrompt {
  const source = textSource(file, "");
  const top = () => source.locate(0);
  return {
    source: { ...source, bodyStart: 0, locateValue: top, locateKey: top },
    problems: [],
    warnings: [],
    name,
  };
}
