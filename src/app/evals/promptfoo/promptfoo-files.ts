import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { displayPath } from "../../../core/visible-text.js";
import { prepareYaml } from "../../../evals/promptfoo/prepare-yaml.js";
import { readCode } from "../../../evals/promptfoo/read-code.js";
import { readProvider } from "../../../evals/promptfoo/read-provider.js";
import type { VarFiles } from "../../../evals/promptfoo/read-test-layer.js";
import { leaveOut, type Reading } from "../../../evals/promptfoo/reading.js";
import type { VarChoice } from "../../../evals/promptfoo/test-layer.js";
import type { SuiteProblem } from "../../../evals/suite/invalid-suite.js";
import { namesScript } from "../../../evals/suite/read-script.js";
import { type NamedFiles, SuiteSource } from "../../../evals/suite/suite-source.js";
import { readSuiteYaml } from "../../../evals/suite/suite-yaml.js";
import type { ProviderSpec, Suite } from "../../../evals/types.js";
import type { FieldPath, FieldReader, Mapping } from "../../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";
import { isTableName } from "../../../table/read-rows.js";
import { type FoundFile, SuiteFiles } from "../native/suite-files.js";
import { globFiles, isPattern } from "./glob-files.js";
import { isMedia, mediaText } from "./media-text.js";
import { parsedJson } from "./parsed-json.js";
import { RowSource } from "./row-source.js";

/** The files of a promptfoo suite while it is read, and everything that came up on the way. */
export class PromptfooFiles implements Reading, VarFiles {
  readonly #notKept = new Map<string, Suite["notKept"][number]>();
  readonly named = new Map<string, FoundFile>();
  /** What rows that are read in parts have wrong with them. */
  readonly rowProblems: SuiteProblem[] = [];
  readonly #sources: SuiteSource[] = [];
  readonly #choices = new Map<string, VarChoice>();
  /** Of many tests that name the same provider, each gets the same object: it is opened once. */
  readonly #providers = new Map<string, ProviderSpec>();
  readonly #env: Readonly<Record<string, string | undefined>>;

  /** @param root absolute, without links. @param folder absolute: the suite's, where all paths start. */
  constructor(
    readonly root: string,
    readonly folder: string,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.#env = env;
  }

  /** The Python that runs files of Python as programs. */
  get python(): string {
    return this.#env["PROMPTFOO_PYTHON"] ?? "python3";
  }

  get notKept(): Suite["notKept"] {
    return [...this.#notKept.values()];
  }

  note(item: Suite["notKept"][number]): void {
    const { what, reason, at } = item;
    // What a thousand rows ask for is told once.
    const place = isTableName(at.file) ? at.file : `${at.file}:${at.line}:${at.column}`;
    const key = `${place}\n${what}\n${reason}`;
    if (!this.#notKept.has(key)) this.#notKept.set(key, item);
  }

  get problems(): readonly SuiteProblem[] {
    return [...this.#sources.flatMap(({ fields }) => fields.problems), ...this.rowProblems];
  }

  /** A file of YAML or JSON whose parts are read. @param isData whether it stands apart from the suite: then it reads no variables of the environment. */
  async source(text: string, file: string, isData: boolean): Promise<SuiteSource> {
    const yaml = prepareYaml(await readSuiteYaml(text, file), isData ? {} : this.#env);
    const source = this.sourceOf(yaml, file, text);
    for (const { message, ...at } of yaml.problems) source.fields.refuseAt(() => at, message);
    return source;
  }

  sourceOf(yaml: SuiteSource["yaml"], file: string, text: string): SuiteSource {
    const source = new SuiteSource(yaml, file, text, (fields) => this.#namedFiles(fields));
    this.#sources.push(source);
    return source;
  }

  /** The rows of a file, whose problems are told by who reads them. */
  rowSource(file: string): RowSource {
    return new RowSource(file, (fields) => this.#namedFiles(fields));
  }

  #namedFiles(fields: FieldReader): NamedFiles {
    const files = new SuiteFiles(this.root, this.folder, fields);
    return {
      find: (written, path) => this.#noted(files.locate(plain(written), path))?.path,
      read: (written, path) => files.read(plain(written), path),
    };
  }

  /** A file that is named at a path. What is wrong is reported there. */
  locate(source: SuiteSource, written: string, path: FieldPath): FoundFile | undefined {
    return this.#noted(new SuiteFiles(this.root, this.folder, source.fields).locate(plain(written), path));
  }

  /** Whether there is a file of that name. */
  has(written: string): boolean {
    const quiet = this.#quietSource();
    return new SuiteFiles(this.root, this.folder, quiet.fields).locate(plain(written), []) !== undefined;
  }

  /** Another file of YAML or JSON that is named at a path. */
  async open(
    source: SuiteSource,
    written: string,
    path: FieldPath,
    isData: boolean,
  ): Promise<SuiteSource | undefined> {
    const found = this.locate(source, written, path);
    const text = found && source.files.read(written, path);
    return found && text !== undefined ? this.source(text, found.file, isData) : undefined;
  }

  /** The paths that a pattern stands for; a plain path stands for itself. A pattern that nothing fits is reported. */
  matches(source: SuiteSource, written: string, path: FieldPath): readonly string[] {
    const pattern = plain(written);
    if (!isPattern(pattern) || this.has(pattern)) return [pattern];
    const found = globFiles(this.folder, pattern);
    if (found.length === 0)
      source.fields.refuse(path, `no file fits ${displayPath(pattern)}`, "paths are relative to the suite");
    return found;
  }

  fileValue(source: SuiteSource, written: string, path: FieldPath): Json | undefined {
    const found = this.locate(source, written, path);
    const text = found && source.files.read(written, path);
    if (found === undefined || text === undefined) return undefined;
    if (!/\.(?:json|ya?ml)$/i.test(found.file)) return text.trim();
    const value = parsedJson(text, found.file);
    if ("problem" in value) return source.fields.refuse(path, `${found.file}: ${value.problem}`);
    return value.json;
  }

  provider(source: SuiteSource, value: unknown, path: FieldPath): ProviderSpec | undefined {
    const written = JSON.stringify(value) ?? "";
    const known = this.#providers.get(written);
    if (known) return known;
    const spec = this.#readProvider(source, value, path);
    if (spec) this.#providers.set(written, spec);
    return spec;
  }

  #readProvider(source: SuiteSource, value: unknown, path: FieldPath): ProviderSpec | undefined {
    const file = typeof value === "string" ? /^file:\/\/(.+\.(?:ya?ml|json))$/.exec(value)?.[1] : undefined;
    if (file === undefined) return readProvider(this, source, value, path);
    const held = this.fileValue(source, file, path);
    return held === undefined
      ? undefined
      : readProvider(this, source, Array.isArray(held) ? held[0] : held, path);
  }

  choices(source: SuiteSource, written: string, path: FieldPath, isData: boolean): readonly VarChoice[] {
    const text = written.slice("file://".length);
    if (namesScript(written)) {
      if (isData) return [this.#uncalled(source, written, path)];
      const script = readCode(source, written, path, "get_var");
      return script ? [{ value: written, isData: true, script }] : [];
    }
    if (isData && /(?:^|[\\/])\.(?!\.?[\\/])/.test(text)) {
      source.fields.refuse(path, `${displayPath(text)} is a hidden file, and a data file may not name those`);
      return [];
    }
    return this.matches(source, text, path).flatMap((name) => this.#content(source, name, path) ?? []);
  }

  varsOf(source: SuiteSource, value: unknown, path: FieldPath): Mapping | undefined {
    const written = typeof value === "string" ? [value] : source.fields.texts(value, path);
    const vars = new Map<string, unknown>();
    for (const name of (written ?? []).flatMap((item) => this.matches(source, item, path))) {
      const held = this.fileValue(source, name, path);
      if (held === undefined) continue;
      if (isMapping(held)) for (const [key, inner] of Object.entries(held)) vars.set(key, inner);
      else source.fields.refuse(path, `${displayPath(name)} holds no mapping of variables`);
    }
    return vars;
  }

  /** The content of a file, read once however many tests name it. */
  #content(source: SuiteSource, name: string, path: FieldPath): VarChoice | undefined {
    const found = this.locate(source, name, path);
    if (!found) return undefined;
    const known = this.#choices.get(found.file);
    if (known) return known;
    const value = this.#contentOf(source, name, found, path);
    if (value === undefined) return undefined;
    const choice: VarChoice = { value, isData: true };
    this.#choices.set(found.file, choice);
    return choice;
  }

  #contentOf(source: SuiteSource, name: string, found: FoundFile, path: FieldPath): string | undefined {
    const ending = extname(found.file).toLowerCase();
    const kind = ending.slice(1);
    if (isMedia(kind)) return mediaText(readFileSync(found.path), kind);
    if (ending === ".pdf")
      return source.fields.refuse(
        path,
        `${displayPath(name)}: mlx reads no text out of PDF files`,
        "convert it to text",
      );
    if (ending !== ".yaml" && ending !== ".yml") return source.files.read(name, path)?.trim();
    const value = this.fileValue(source, name, path);
    return value === undefined ? undefined : JSON.stringify(value);
  }

  #uncalled(source: SuiteSource, written: string, path: FieldPath): VarChoice {
    leaveOut(
      this,
      source,
      path,
      written,
      "code that a data file names is not run; the value stays as it is written",
    );
    return { value: written, isData: true };
  }

  #noted(found: FoundFile | undefined): FoundFile | undefined {
    if (found) this.named.set(found.file, found);
    return found;
  }

  /** Takes problems that nobody is told. */
  #quietSource(): SuiteSource {
    const at = () => ({ file: "", line: 1, column: 1 });
    return new SuiteSource({ value: null, problems: [], locateValue: at, locateKey: at }, "", "", () => ({
      find: () => undefined,
      read: () => undefined,
    }));
  }
}

function plain(written: string): string {
  return written.replace(/^file:\/\//, "");
}
