import { canonicalJson } from "../../core/canonical-json.js";
import { sha256Of } from "../../core/sha256.js";
import type { Json, Message } from "../../prompts/types.js";
import type { GradeInput, GradingServices, Verdict } from "../graders/grader.js";
import type { TokenUsage } from "../token-usage.js";
import type { AssertionSpec } from "../types.js";
import { customMessages, promptOf } from "./custom-prompt.js";
import { type JudgePrompt, judgeMessages } from "./judge-prompt.js";
import { JudgeReply } from "./judge-reply.js";

type Paid = Pick<Verdict, "usage" | "costUsd">;

/** The questions of one grader to its judge, and what they cost together. */
export class JudgeTalk {
  readonly #rubric: unknown[];
  #usage: TokenUsage | undefined;
  #costUsd: number | undefined = 0;
  #model: string | undefined;

  /** @param criteria what the judge judges by, where that is the same for many cases but for the values that are filled in. */
  constructor(
    private readonly input: GradeInput,
    private readonly services: GradingServices,
    criteria?: unknown,
  ) {
    this.#rubric = [input.assertion.type, criteria === undefined ? null : (templateOf(input) ?? criteria)];
  }

  /**
   * Asks. The assertion's or the test's own prompt takes the place of ours where there is one.
   * @param names what that prompt may name in its template, besides the case's variables; absent: ours is asked.
   * @param part which prompt of several it is, where the suite gives them by name.
   */
  async ask(
    prompt: JudgePrompt,
    names?: Readonly<Record<string, string | readonly string[]>>,
    part?: string,
  ): Promise<JudgeReply> {
    const { assertion, test } = this.input;
    const given = assertion.rubricPrompt ?? test.options.rubricPrompt;
    const custom = names === undefined || given === undefined ? undefined : promptOf(given, part);
    this.#rubric.push(custom ?? prompt.instructions);
    const messages =
      custom === undefined ? judgeMessages(prompt) : customMessages(custom, this.input, names ?? {});
    return this.#send(messages);
  }

  /** Hands a text over as it is: for providers that classify instead of answering. */
  classify(text: string): Promise<JudgeReply> {
    return this.#send([{ role: "user", content: text }]);
  }

  /** Counts what was asked of a model beside it. */
  pay({ usage, costUsd }: Paid): void {
    this.#costUsd =
      this.#costUsd === undefined || costUsd === undefined ? undefined : this.#costUsd + costUsd;
    if (!usage) return;
    const before = this.#usage ?? { input: 0, output: 0, cached: 0 };
    this.#usage = {
      input: before.input + usage.input,
      output: before.output + usage.output,
      cached: before.cached + usage.cached,
    };
  }

  /** The verdict, with what it cost and who gave it. */
  verdict(verdict: Verdict): Verdict {
    return {
      ...verdict,
      ...(this.#costUsd !== undefined && { costUsd: this.#costUsd }),
      ...(this.#usage && { usage: this.#usage }),
      judge: {
        ...(this.#model !== undefined && { model: this.#model }),
        rubric: sha256Of(canonicalJson(this.#rubric)),
      },
    };
  }

  async #send(messages: readonly Message[]): Promise<JudgeReply> {
    const { assertion, test, vars } = this.input;
    const text = messages.map(({ content }) => content).join("\n\n");
    const answer = await this.services.ask(
      { messages, text, settings: {}, vars },
      assertion.provider ?? test.options.gradingProvider,
    );
    this.#model = answer.model ?? this.#model;
    this.pay(answer);
    return new JudgeReply(assertion, answer);
  }
}

/** The criteria before a case's values were filled in: one rubric, however many cases it is for. */
function templateOf({ assertion, test }: GradeInput): Json | undefined {
  const written = findAt(test.assertions, assertion.at);
  return written?.renderValue === true && written.value !== assertion.value ? written.value : undefined;
}

function findAt(assertions: readonly AssertionSpec[], at: AssertionSpec["at"]): AssertionSpec | undefined {
  for (const one of assertions) {
    const found = one.at === at ? one : findAt(one.assertions ?? [], at);
    if (found !== undefined) return found;
  }
  return undefined;
}
