import { shortened } from "../../core/shortened.js";
import type { Expression } from "../template/ast.js";
import type { FrontMatter, InputSpec, Role } from "../types.js";
import { Delimiters } from "./delimiters.js";
import { atSpan } from "./raw-finding.js";
import type { Check, Report } from "./subject.js";
import { followInputs, type Outflow } from "./template-flow.js";

/** Whether what strangers may have written stays out of the instructions and apart from them. */
export const checkTrust: Check = {
  rules: ["untrusted-in-system", "untrusted-undelimited"],
  run(subject, report) {
    const { template, frontMatter } = subject.parsed;
    if (!template || !frontMatter || frontMatter.inputs.size === 0) return;
    const messages = new Messages(report);
    followInputs(template, (name) => frontMatter.inputs.has(name), {
      text: ({ text }) => messages.text(text),
      role: () => messages.end(),
      output: (output) => {
        reportInstructions(output, frontMatter, report);
        const untrusted = inputsOf(output, frontMatter).filter(({ trusted }) => trusted === false);
        if (untrusted.length > 0 && !isInstruction(output.roles)) messages.output(output, untrusted);
        messages.value();
      },
    });
    messages.end();
  },
};

function inputsOf(output: Outflow, { inputs }: FrontMatter): InputSpec[] {
  return [...output.inputs].flatMap((name) => inputs.get(name) ?? []);
}

function isInstruction(roles: ReadonlySet<Role>): boolean {
  return roles.has("system") || roles.has("developer");
}

/** A number or a yes or no cannot say anything. */
const harmless: ReadonlySet<string> = new Set(["number", "integer", "boolean"]);

function reportInstructions(output: Outflow, frontMatter: FrontMatter, report: Report): void {
  if (!isInstruction(output.roles)) return;
  const role = output.roles.has("system") ? "system" : "developer";
  for (const { name, trusted, type, schema } of inputsOf(output, frontMatter)) {
    if (trusted === true) continue;
    const carried = mentions(output.expression, name)
      ? ""
      : `, which comes in through {{ ${textOf(output)} }},`;
    if (trusted === false) {
      report({
        rule: "untrusted-in-system",
        place: atSpan(output.span),
        message: `the untrusted input ${name}${carried} is part of a ${role} message`,
        hint: "move it into a user message, between delimiters: whoever writes it gives the model orders here",
      });
    } else if (!harmless.has(type) && !Object.hasOwn(schema, "enum")) {
      report({
        rule: "untrusted-in-system",
        severity: "warning",
        place: atSpan(output.span),
        message: `the input ${name}${carried} is part of a ${role} message, and nothing says whether it can be trusted`,
        hint: `say who writes it: "trusted: true" for your own people and programs, "trusted: false" for anybody else`,
      });
    }
  }
}

function mentions({ span }: Expression, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(span.source.text.slice(span.start, span.end));
}

function textOf({ expression: { span } }: Outflow): string {
  return shortened(span.source.text.slice(span.start, span.end));
}

interface Waiting {
  readonly output: Outflow;
  readonly inputs: readonly InputSpec[];
  readonly around: ReturnType<Delimiters["open"]>;
}

/** One message after the other. */
class Messages {
  #delimiters = new Delimiters();
  #waiting: Waiting[] = [];
  #hasText = false;

  constructor(private readonly report: Report) {}

  text(text: string): void {
    this.#hasText ||= /\S/.test(text);
    this.#delimiters.read(text);
  }

  /** Something is written out, trusted or not. */
  value(): void {
    this.#delimiters.value();
  }

  output(output: Outflow, inputs: readonly InputSpec[]): void {
    if (isQuoted(output.expression)) return;
    this.#waiting.push({ output, inputs, around: this.#delimiters.open() });
  }

  /** What stood alone in its message needs no delimiters. */
  end(): void {
    const bare = this.#hasText ? this.#waiting.filter(({ around }) => !around.some((it) => it.isClosed)) : [];
    for (const { output, inputs } of bare) {
      for (const { name } of inputs) {
        this.report({
          rule: "untrusted-undelimited",
          place: atSpan(output.span),
          message: `the untrusted input ${name} stands beside other text without delimiters around it`,
          hint: `put it between tags, <${name}>{{ ${textOf(output)} }}</${name}>, a code fence or triple quotes, or write {{ ${textOf(output)} | tojson }}`,
        });
      }
    }
    this.#delimiters = new Delimiters();
    this.#waiting = [];
    this.#hasText = false;
  }
}

/** JSON text is its own delimiter. */
function isQuoted(expression: Expression): boolean {
  return (
    expression.kind === "filter" &&
    (expression.name === "tojson" || (isQuoted(expression.input) && expression.name === "indent"))
  );
}
