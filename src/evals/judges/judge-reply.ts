import { MlxError } from "../../core/errors.js";
import type { Json } from "../../prompts/types.js";
import { isMapping, nameOf } from "../graders/assertion-value.js";
import { shown } from "../graders/verdict.js";
import { outputText } from "../output-text.js";
import type { AssertionSpec, ProviderAnswer } from "../types.js";
import { objectsIn } from "./objects-in.js";

/** What a judge said, as the mapping that it was asked for. Whatever is missing in it or wrong is an error of the case. */
export class JudgeReply {
  constructor(
    private readonly assertion: AssertionSpec,
    readonly answer: ProviderAnswer,
  ) {}

  get text(): string {
    return outputText(this.answer.output);
  }

  /** The judge's whole answer, without what it thought before and without a fence around it. */
  get plain(): string {
    const said = this.text.replace(/^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/, "").trim();
    return /^```\w*\n([\s\S]*)\n```$/.exec(said)?.[1]?.trim() ?? said;
  }

  /**
   * The one JSON object of the reply that has the keys; prose may stand around it.
   * @throws {MlxError} `MLX_JUDGE_REPLY` if there is none, if there are several, or if a key stands in it twice.
   */
  object(...keys: readonly string[]): { readonly [key: string]: Json } {
    const { output } = this.answer;
    const objects = isMapping(output) ? [{ value: output, repeats: [] }] : objectsIn(this.plain);
    const fitting = objects.filter(({ value }) => keys.every((key) => Object.hasOwn(value, key)));
    const [only] = fitting;
    if (only === undefined)
      throw this.wrong(`has no JSON object with ${keys.map((key) => `"${key}"`).join(" and ")}`);
    if (fitting.length > 1) throw this.wrong(`has ${fitting.length} verdicts where one was asked for`);
    if (only.repeats[0] !== undefined) throw this.wrong(`says "${only.repeats[0]}" twice`);
    return only.value;
  }

  /** A number within bounds. */
  number(from: { readonly [key: string]: Json }, key: string, least: number, most: number): number {
    const value = from[key];
    if (typeof value !== "number") throw this.wrong(`has a "${key}" that is no number`);
    if (value < least || value > most)
      throw this.wrong(`has the ${key} ${value}, which is outside ${least} to ${most}`);
    return value;
  }

  /** Numbers of a list from 1 to `most`, none of them twice. */
  numbers(from: { readonly [key: string]: Json }, key: string, most: number): readonly number[] {
    const list = this.list(from, key).map((item) => {
      if (typeof item === "number" && Number.isInteger(item) && item >= 1 && item <= most) return item;
      throw this.wrong(`names ${JSON.stringify(item)} in "${key}", which is none of 1 to ${most}`);
    });
    if (new Set(list).size < list.length) throw this.wrong(`names a number twice in "${key}"`);
    return list;
  }

  list(from: { readonly [key: string]: Json }, key: string): readonly Json[] {
    const value = from[key];
    if (Array.isArray(value)) return value;
    throw this.wrong(`has a "${key}" that is no list`);
  }

  /** A list of texts that are not empty. */
  texts(from: { readonly [key: string]: Json }, key: string): readonly string[] {
    return this.list(from, key).map((item) => {
      if (typeof item === "string" && item.trim() !== "") return item.trim();
      throw this.wrong(`has something in "${key}" that is no text`);
    });
  }

  objects(from: { readonly [key: string]: Json }, key: string): readonly { readonly [key: string]: Json }[] {
    return this.list(from, key).map((item) => {
      if (isMapping(item)) return item;
      throw this.wrong(`has something in "${key}" that is no object`);
    });
  }

  truth(from: { readonly [key: string]: Json }, key: string): boolean {
    const value = from[key];
    if (typeof value === "boolean") return value;
    throw this.wrong(`has a "${key}" that is neither true nor false`);
  }

  /** What it gives as the reason; empty where it gives none. */
  reason(from: { readonly [key: string]: Json }): string {
    const { reason = "" } = from;
    if (typeof reason === "string") return reason.trim();
    throw this.wrong('has a "reason" that is no text');
  }

  /** An error of the case: the judge has not judged. @param what is wrong with the reply. */
  wrong(what: string): MlxError {
    const { at } = this.assertion;
    const cut = this.answer.finishReason === "length" ? " (it was cut at the limit of tokens)" : "";
    const place = `${at.file}:${at.line}:${at.column}`;
    const said = this.text.trim() === "" ? "an empty text" : shown(this.text.trim(), 200);
    return new MlxError(
      "MLX_JUDGE_REPLY",
      `${place}: ${nameOf(this.assertion)}: the judge's reply ${what}${cut}: ${said}`,
      {
        at,
        hint: "the case counts as an error, neither passed nor failed; a stronger judge, or a clearer rubric, may help",
      },
    );
  }
}
