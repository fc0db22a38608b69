import { MlxError, type Problem } from "../../core/errors.js";
import { FieldReader, type Fields } from "../../core/field-reader.js";
import { countOf } from "../../core/format-bytes.js";
import { readYaml } from "../../core/read-yaml.js";
import { displayPath } from "../../core/visible-text.js";
import { aliasNameForm, isAliasName } from "../nouns.js";
import type { ModelGate, ModelSettings } from "./model-settings.js";
import { readModelGate } from "./read-model-gate.js";

const keys = ["owners", "approvers", "description", "intendedUse", "gates"];

/** Most problems of the YAML itself that are told. */
const mostSyntaxProblems = 10;

/**
 * Reads a `model.yaml` strictly.
 * @param file from the repository's top, as messages call it.
 * @throws {MlxError} `MLX_INVALID_MODEL`, exit 2, with every mistake and its place.
 */
export function readModelSettings(text: string, file: string): ModelSettings {
  const yaml = readYaml(text, file);
  if (yaml.problems.length > 0) throw invalidModel(file, yaml.problems.slice(0, mostSyntaxProblems));
  const reader = new FieldReader(yaml);
  // A file of comments alone says nothing, and that is valid.
  const settings = readFields(reader, yaml.value ?? {}, file);
  if (reader.problems.length > 0) throw invalidModel(file, reader.problems);
  return settings;
}

function readFields(reader: FieldReader, value: unknown, file: string): ModelSettings {
  if (typeof value !== "object" || Array.isArray(value)) {
    reader.refuse([], `expected a mapping with ${keys.join(", ")}`);
    return { file, owners: [], gates: new Map() };
  }
  const root: Fields = reader.fields(value, [], keys) ?? new Map<string, unknown>();
  const given = <T>(key: string, read: (inner: unknown) => T): T | undefined =>
    root.has(key) ? read(root.get(key)) : undefined;
  const approvers = given("approvers", (inner) => readEmails(reader, inner, ["approvers"]));
  const description = given("description", (inner) => reader.text(inner, ["description"]));
  const intendedUse = given("intendedUse", (inner) => reader.text(inner, ["intendedUse"]));
  return {
    file,
    owners: given("owners", (inner) => reader.texts(inner, ["owners"])) ?? [],
    ...(approvers && { approvers }),
    ...(description !== undefined && { description }),
    ...(intendedUse !== undefined && { intendedUse }),
    gates: given("gates", (inner) => readGates(reader, inner, approvers)) ?? new Map(),
  };
}

/** Addresses, as git has them. */
function readEmails(reader: FieldReader, value: unknown, path: readonly string[]): string[] | undefined {
  const found = reader.texts(value, path);
  for (const [index, email] of found?.entries() ?? []) {
    if (/^[^\s@]+@[^\s@]+$/.test(email)) continue;
    reader.refuse(
      Array.isArray(value) ? [...path, index] : path,
      `${path.join(".")}: expected an e-mail address as git has it, found ${JSON.stringify(email)}`,
    );
  }
  return found;
}

function readGates(
  reader: FieldReader,
  value: unknown,
  approvers: readonly string[] | undefined,
): Map<string, readonly ModelGate[]> {
  const gates = new Map<string, readonly ModelGate[]>();
  // `gates:` with nothing below it sets none.
  const aliases = value === null ? undefined : reader.mapping(value, ["gates"]);
  for (const [alias, list] of aliases ?? []) {
    if (!isAliasName(alias)) {
      const shown = JSON.stringify(displayPath(alias));
      reader.refuseKey(["gates"], alias, `${shown} is no name for an alias; a name is ${aliasNameForm}`);
      continue;
    }
    const items = list === null ? [] : reader.list(list, ["gates", alias]);
    gates.set(
      alias,
      (items ?? []).flatMap(
        (item, index) => readModelGate(reader, item, ["gates", alias, index], approvers) ?? [],
      ),
    );
  }
  return gates;
}

function invalidModel(file: string, problems: readonly Problem[]): MlxError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const [only, second] = sorted;
  const single = second === undefined ? only : undefined;
  const message =
    single?.message ?? `${displayPath(file)} cannot be used: ${countOf(sorted.length, "problem")}`;
  return new MlxError("MLX_INVALID_MODEL", message, {
    hint: "docs/promotion.md describes every key",
    exitCode: 2,
    ...(single && { at: { file: single.file, line: single.line, column: single.column } }),
    problems: sorted,
  });
}
