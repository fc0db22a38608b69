import { canonicalJson } from "../../core/canonical-json.js";
import { closest } from "../../core/suggest.js";
import { parseJson } from "../json-value.js";
import type { FrontMatter, Json, PromptExample } from "../types.js";
import { jsonSchemaProblems } from "./json-schema-problems.js";
import { isPlainlyValid } from "./plainly-valid.js";
import { inFrontMatter } from "./raw-finding.js";
import type { Violation } from "./schema-violations.js";
import type { Check, Report, Subject } from "./subject.js";

/** Whether few-shot examples are what the prompt takes and gives, and agree with each other. */
export const checkExamples: Check = {
  rules: ["example-invalid", "contradicting-examples"],
  async run(subject, report) {
    const { frontMatter } = subject.parsed;
    if (!frontMatter || frontMatter.examples.length === 0) return;
    const checker = new ExampleChecker(subject, frontMatter, report);
    for (const [index, example] of frontMatter.examples.entries()) {
      await checker.inputs(index, example);
      await checker.output(index, example);
    }
    reportContradictions(subject, frontMatter.examples, report);
  },
};

type Path = readonly (string | number)[];

class ExampleChecker {
  #isStuck = false;

  constructor(
    private readonly subject: Subject,
    private readonly frontMatter: FrontMatter,
    private readonly report: Report,
  ) {}

  async inputs(index: number, { inputs }: PromptExample): Promise<void> {
    const path = ["examples", index, "inputs"];
    const specs = this.frontMatter.inputs;
    for (const { name, required } of specs.values()) {
      if (!required || Object.hasOwn(inputs, name)) continue;
      this.#tell(path, `the example lacks the input ${name}, which is required`, `add ${name} to its inputs`);
    }
    for (const [name, value] of Object.entries(inputs)) {
      const spec = specs.get(name);
      if (spec) {
        for (const violation of await this.#violations(value, spec.schema, [...path, name])) {
          const full = [name, ...violation.path];
          this.#tell([...path, ...full], `the example's ${full.join(".")}: ${violation.message}`);
        }
        continue;
      }
      const meant = closest(name, specs.keys());
      const hint = meant === undefined ? "declare it in inputs, or remove it" : `did you mean ${meant}?`;
      const { source } = this.subject.parsed;
      this.report({
        rule: "example-invalid",
        place: inFrontMatter(source, () => source.locateKey(path, name)),
        message: `the example gives ${JSON.stringify(name)}, which is no input`,
        hint,
      });
    }
  }

  async output(index: number, { output }: PromptExample): Promise<void> {
    const schema = this.frontMatter.output?.schema;
    if (!schema) return;
    const path = ["examples", index, "output"];
    // An answer may be written as the JSON text that the model is to give.
    const read = typeof output === "string" ? parseJson(output) : undefined;
    if (read !== undefined && isPlainlyValid(read, schema)) return;
    const direct = await this.#violations(output, schema, path);
    if (direct.length === 0) return;
    for (const violation of read === undefined ? direct : await this.#violations(read, schema, path)) {
      const name = ["output", ...violation.path].join(".");
      const place = read === undefined ? [...path, ...violation.path] : path;
      this.#tell(place, `the example's ${name} breaks the output schema: ${violation.message}`);
    }
  }

  /** None where the schema itself is not valid: that is told elsewhere. */
  async #violations(
    value: Json,
    schema: Readonly<Record<string, Json>>,
    path: Path,
  ): Promise<readonly Violation[]> {
    if (this.#isStuck || isPlainlyValid(value, schema) || jsonSchemaProblems(schema).length > 0) return [];
    const { schemaViolations } = await import("./schema-violations.js");
    const check = () => schemaViolations(value, schema);
    // The watch takes a millisecond, and nothing but a regular expression can take long.
    const found = triesPatterns(schema) ? this.subject.world.withinTime(check) : check();
    if (found !== undefined) return found;
    this.#isStuck = true;
    this.#tell(
      path,
      "the example cannot be checked, nor those after it: a pattern of the schema takes too long",
      "write the pattern without a repetition inside of another, such as (a+)+",
    );
    return [];
  }

  #tell(path: Path, message: string, hint?: string): void {
    const { source } = this.subject.parsed;
    const place = inFrontMatter(source, () => source.locateValue(path));
    this.report({ rule: "example-invalid", place, message, ...(hint !== undefined && { hint }) });
  }
}

/** Whether a schema, or one inside of it, tries texts by regular expressions: its own, or those of formats. */
function triesPatterns(schema: Readonly<Record<string, Json>>): boolean {
  return /"(?:pattern|patternProperties|format)":/.test(JSON.stringify(schema));
}

function reportContradictions(
  { parsed: { source } }: Subject,
  examples: readonly PromptExample[],
  report: Report,
): void {
  if (examples.length < 2) return;
  const first = new Map<string, { index: number; output: string }>();
  for (const [index, example] of examples.entries()) {
    const inputs = canonicalJson(example.inputs);
    const output = canonicalJson(example.output);
    const earlier = first.get(inputs);
    if (!earlier) first.set(inputs, { index, output });
    else if (earlier.output !== output) {
      const { line } = source.locateValue(["examples", earlier.index]);
      report({
        rule: "contradicting-examples",
        place: inFrontMatter(source, () => source.locateValue(["examples", index])),
        message: `the example has the same inputs as the one on line ${line} and another output`,
        hint: "keep the one that is right",
      });
    }
  }
}
