import { hash } from "node:crypto";
import type { Json } from "../../prompts/types.js";
import { contentId } from "../data/content-id.js";
import type { TestOptions } from "../test-options.js";
import type { AssertionSpec, ScriptSpec, Suite, SuiteTest } from "../types.js";

/** What a case was asked and by what it was judged, each as 16 hexadecimal digits: the same only where both are the same. */
export interface CaseDigests {
  /** Of the test's vars, as the data give them. */
  readonly input: string;
  /** Of its assertions, its threshold and the code that they name. */
  readonly grading: string;
}

/** What grades a test, and the digest of it. */
interface Grading extends Pick<SuiteTest, "assertions" | "options" | "threshold"> {
  readonly digest: string;
}

/** An assertion and the digest of all of it but its value; with its value, where it is met again itself. */
interface FixedPart {
  readonly spec: AssertionSpec;
  readonly digest: string;
  line?: string;
}

/**
 * Tells by digests what a case was asked and by what it was judged: the first 16 hexadecimal digits of SHA-256. Values count as the
 * data give them, before anything is rendered; of code in a file, the file's bytes count. Who judges does not: that is known from the
 * grades.
 *
 * There may be 20,000 cases a second, so what tests have in common is looked at once: of a grader that takes what a row expects, only
 * that value is new.
 */
export class CaseDigester {
  /** Of an assertion without its value, by its settings: rows share them, and no two that are written do. */
  readonly #fixed = new WeakMap<AssertionSpec["config"], FixedPart>();
  readonly #scripts = new WeakMap<ScriptSpec, string>();
  readonly #root: string;
  #last: { readonly test: SuiteTest; readonly digests: CaseDigests } | undefined;
  #grading: Grading | undefined;

  constructor(private readonly suite: Pick<Suite, "file" | "folder" | "digests">) {
    const inside = suite.file.split("/").slice(0, -1).join("/");
    const folder = suite.folder.replaceAll("\\", "/");
    this.#root =
      inside !== "" && folder.endsWith(`/${inside}`) ? folder.slice(0, -inside.length - 1) : folder;
  }

  of(test: SuiteTest): CaseDigests {
    if (this.#last?.test === test) return this.#last.digests;
    const digests = { input: this.#input(test), grading: this.#gradingOf(test) };
    this.#last = { test, digests };
    return digests;
  }

  #input({ vars, varsId, varScripts }: SuiteTest): string {
    if (varScripts === undefined) return varsId ?? contentId(vars);
    const scripts = [...varScripts].map(([name, script]) => [name, this.#script(script)]);
    return contentId(vars, Object.fromEntries(scripts));
  }

  #gradingOf({ assertions, threshold, options }: SuiteTest): string {
    const known = this.#grading;
    if (
      known?.assertions === assertions &&
      known.threshold === threshold &&
      (known.options === options || sameOptions(known.options, options))
    ) {
      return known.digest;
    }
    const pieces = [this.#list(assertions), String(threshold)];
    if (options.rubricPrompt !== undefined) pieces.push(JSON.stringify(options.rubricPrompt));
    if (options.transform !== undefined) pieces.push(`transform ${this.#script(options.transform)}`);
    const digest = short(pieces.join("\n"));
    this.#grading = { assertions, options, digest, ...(threshold !== undefined && { threshold }) };
    return digest;
  }

  #list(assertions: readonly AssertionSpec[]): string {
    let list = "";
    for (const assertion of assertions) list += `${this.#line(assertion)}\n`;
    return list;
  }

  #line(assertion: AssertionSpec): string {
    const fixed = this.#fixedOf(assertion);
    if (fixed.spec !== assertion) return `${fixed.digest} ${valueText(assertion.value)}`;
    fixed.line ??= `${fixed.digest} ${valueText(assertion.value)}`;
    return fixed.line;
  }

  #fixedOf(assertion: AssertionSpec): FixedPart {
    const known = this.#fixed.get(assertion.config);
    if (known !== undefined && sameButValue(known.spec, assertion)) return known;
    const { type, negated, threshold, weight, metric, config, rubricPrompt, assertions } = assertion;
    const { script, transform, contextTransform, provider } = assertion;
    const fields: Record<string, Json> = {
      ...{ type, negated, weight, config },
      ...(threshold !== undefined && { threshold }),
      ...(metric !== undefined && { metric }),
      ...(rubricPrompt !== undefined && { rubricPrompt }),
      // Models that judge are told by the grades; those that make embeddings are not.
      ...(provider && type.startsWith("similar") && { embeddings: provider.id }),
      ...(script && { script: this.#script(script) }),
      ...(transform && { transform: this.#script(transform) }),
      ...(contextTransform && { contextTransform: this.#script(contextTransform) }),
      ...(assertions && { assertions: this.#list(assertions) }),
    };
    const digest = contentId(new Map(Object.entries(fields)));
    const fixed = { spec: assertion, digest };
    this.#fixed.set(assertion.config, fixed);
    return fixed;
  }

  #script(script: ScriptSpec): string {
    const known = this.#scripts.get(script);
    if (known !== undefined) return known;
    const { language, code, file, functionName } = script;
    const path = file === undefined ? undefined : this.#path(file);
    const content = path === undefined ? code : (this.suite.digests.get(path) ?? path);
    const digest = short(JSON.stringify([language, path !== undefined, content ?? "", functionName ?? ""]));
    this.#scripts.set(script, digest);
    return digest;
  }

  /** From the repository's top. */
  #path(file: string): string {
    const path = file.replaceAll("\\", "/");
    return path.startsWith(`${this.#root}/`) ? path.slice(this.#root.length + 1) : path;
  }
}

function sameOptions(a: TestOptions, b: TestOptions): boolean {
  return a.rubricPrompt === b.rubricPrompt && a.transform === b.transform;
}

/**
 * Whether two assertions that share their settings, and so are read from one place, differ in nothing but the value: columns of a row
 * change these fields, and no others.
 */
function sameButValue(a: AssertionSpec, b: AssertionSpec): boolean {
  return (
    a === b ||
    (a.type === b.type &&
      a.negated === b.negated &&
      a.weight === b.weight &&
      a.threshold === b.threshold &&
      a.metric === b.metric &&
      a.script === b.script &&
      a.provider === b.provider &&
      a.assertions === b.assertions)
  );
}

/** Mappings by their canonical form, since their keys may come in any order; long texts by their digest. */
function valueText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "object" && value !== null) return contentId(new Map([["", value]]));
  const text = JSON.stringify(value);
  return text.length > 200 ? short(text) : text;
}

function short(text: string): string {
  return hash("sha256", text, "hex").slice(0, 16);
}
