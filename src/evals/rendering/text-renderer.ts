import { MlxError, type SourceLocation } from "../../core/errors.js";
import type { Template } from "../../prompts/template/ast.js";
import { type Dialect, promptDialect } from "../../prompts/template/dialect.js";
import { parseTemplate } from "../../prompts/template/parse.js";
import { renderTemplate } from "../../prompts/template/render.js";
import { variableUses } from "../../prompts/template/walk.js";
import { textSource } from "../../prompts/text-source.js";
import type { Json, Message } from "../../prompts/types.js";
import { isTemplate, looseTemplate, renderLoose } from "../loose-template.js";
import type { Suite, Vars } from "../types.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Fills in the templates of a suite, in the language that the suite is written in. */
export interface TextRenderer {
  text(template: string, vars: Vars, at: SourceLocation, env: Environment): string;
  /** The names that a template uses; undefined for one that cannot be read. */
  uses(template: string): readonly string[] | undefined;
}

/** Texts of promptfoo: what is not there is empty. */
export const looseRenderer: TextRenderer = {
  text: (template, vars, at, env) => renderLoose(template, vars, { file: at.file, at, env }),
  uses: (text) => namesIn(looseTemplate(text)),
};

/** Texts of mlx: what is not there is an error. */
export const strictRenderer: TextRenderer = {
  text(template, vars, at, env) {
    if (!isTemplate(template)) return template;
    const messages = strictMessages(template, vars, at, env, textDialect);
    return messages.map(({ content }) => content).join("");
  },
  uses: (text) => namesIn(strictTemplate(text, textDialect)),
};

/** The renderer of a suite, by its format. */
export function rendererOf({ format }: Pick<Suite, "format">): TextRenderer {
  return format === "promptfoo" ? looseRenderer : strictRenderer;
}

const textDialect: Dialect = { ...promptDialect, roles: false };

/** Templates of a suite are few and rendered often: each is read once. */
const known = new Map<Dialect, Map<string, Template | undefined>>();
const mostKnown = 4096;

/**
 * A prompt of mlx as the messages that it makes.
 * @throws {MlxError} `MLX_TEMPLATE`, exit 2, at the place where the template is written.
 */
export function strictMessages(
  text: string,
  vars: Vars,
  at: SourceLocation,
  env: Environment,
  dialect: Dialect = promptDialect,
): readonly Message[] {
  const template = strictTemplate(text, dialect);
  if (!template) throw new MlxError("MLX_TEMPLATE", "the template cannot be read", { exitCode: 2, at });
  try {
    return renderTemplate(template, vars.has("env") ? vars : new Map([...vars, ["env", definedOnly(env)]]));
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new MlxError(error.code, error.message, { exitCode: error.exitCode, at, ...hint });
  }
}

function strictTemplate(text: string, dialect: Dialect): Template | undefined {
  const templates = known.get(dialect) ?? new Map<string, Template | undefined>();
  known.set(dialect, templates);
  if (templates.has(text)) return templates.get(text);
  if (templates.size >= mostKnown) templates.clear();
  const none = () => ({ problem: "a suite's templates cannot include files" });
  const { template, problems } = parseTemplate(textSource("", text), 0, none, dialect);
  const readable = problems.length === 0 ? template : undefined;
  templates.set(text, readable);
  return readable;
}

function namesIn(template: Template | undefined): readonly string[] | undefined {
  return template && [...new Set(variableUses(template).map(({ name }) => name))];
}

function definedOnly(env: Environment): Json {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
