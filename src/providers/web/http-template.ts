import { renderLoose } from "../../evals/loose-template.js";
import type { Vars } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { parseJson } from "../json-access.js";

const alone = /^\s*\{\{-?\s*([A-Za-z_]\w*)\s*-?\}\}\s*$/;

/** Fills in the texts of a provider's config, with the prompt under `prompt` and the case's variables. */
export class HttpTemplate {
  constructor(
    private readonly file: string,
    private readonly vars: Vars,
  ) {}

  text(template: string): string {
    return template.includes("{") ? renderLoose(template, this.vars, { file: this.file }) : template;
  }

  texts(templates: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(templates).map(([name, value]) => [name, this.text(value)]));
  }

  /**
   * Data with its texts filled in. A text that is one variable alone becomes what the variable is: a number stays a number,
   * and a chat that is written as JSON becomes a list.
   */
  data(template: Json): Json {
    if (typeof template === "string") return this.leaf(template);
    if (typeof template !== "object" || template === null) return template;
    if (Array.isArray(template)) return template.map((item: Json) => this.data(item));
    return Object.fromEntries(
      Object.entries(template).map(([name, item]) => [this.text(name), this.data(item)]),
    );
  }

  private leaf(template: string): Json {
    const value = this.vars.get(alone.exec(template)?.[1] ?? "");
    if (value === undefined) return this.text(template);
    if (typeof value !== "string") return value;
    return /^\s*[[{]/.test(value) ? (parseJson(value) ?? value) : value;
  }
}
