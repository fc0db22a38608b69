import type { Bump } from "../../registry/versions/semver.js";
import { equalJson, isMapping } from "../json-value.js";
import type { FrontMatter } from "../types.js";
import type { PromptChange } from "./prompt-change.js";
import { type Schema, schemaChange } from "./schema-change.js";

type Output = NonNullable<FrontMatter["output"]>;

/** What a caller that reads the answer must know. */
export function compareOutput(before: Output = {}, after: Output = {}): PromptChange[] {
  return [...compareFormat(before, after), ...compareSchema(before.schema, after.schema)];
}

function compareFormat(before: Output, after: Output): PromptChange[] {
  const [old, now] = [formatOf(before), formatOf(after)];
  if (old === now) return [];
  const message = `the output's format changed from ${old} to ${now}`;
  return [{ what: "output", path: "output.format", before: old, after: now, bump: "major", message }];
}

function formatOf({ format, schema }: Output): string {
  return format ?? (schema ? "json" : "text");
}

function compareSchema(before: Schema | undefined, after: Schema | undefined): PromptChange[] {
  const change = (bump: Bump, message: string): PromptChange => ({
    what: "output",
    path: "output.schema",
    ...(before && { before }),
    ...(after && { after }),
    bump,
    message,
  });
  if (!before && !after) return [];
  if (!before) return [change("minor", "the output has a schema now")];
  if (!after) return [change("major", "the output has no schema any more")];
  if (equalJson(before, after)) return [];
  if (schemaChange(before, after) === "same")
    return [change("patch", "the words of the output's schema changed")];
  const broken = brokenPromises(before, after, "");
  if (broken.length > 0) return broken.map((message) => change("major", message));
  const promised = requiredOf(after).filter((name) => !requiredOf(before).includes(name));
  const message =
    promised.length === 0
      ? "the output's schema changed"
      : `the output's schema changed: it also promises ${promised.join(", ")}`;
  return [change("minor", message)];
}

/** What the old schema promised and the new one does not: required properties, and types. */
function brokenPromises(before: Schema, after: Schema, path: string): string[] {
  const where = path === "" ? "the output" : `the output's ${path}`;
  const broken: string[] = [];
  if (before["type"] !== undefined && !equalJson(before["type"], after["type"])) {
    broken.push(`${where} changed its type from ${typeText(before)} to ${typeText(after)}`);
  }
  const properties = isMapping(before["properties"]) ? before["properties"] : {};
  const left = isMapping(after["properties"]) ? after["properties"] : {};
  for (const name of requiredOf(before)) {
    if (!requiredOf(after).includes(name)) {
      broken.push(`the output no longer promises ${join(path, name)}`);
    }
  }
  for (const [name, old] of Object.entries(properties)) {
    const now = Object.hasOwn(left, name) ? left[name] : undefined;
    if (isMapping(old) && isMapping(now)) broken.push(...brokenPromises(old, now, join(path, name)));
  }
  const [items, itemsNow] = [before["items"], after["items"]];
  if (isMapping(items) && isMapping(itemsNow)) broken.push(...brokenPromises(items, itemsNow, `${path}[]`));
  return broken;
}

function requiredOf(schema: Schema): readonly string[] {
  const required = schema["required"];
  if (!Array.isArray(required)) return [];
  return required.filter((name): name is string => typeof name === "string");
}

function typeText(schema: Schema): string {
  const type = schema["type"];
  if (type === undefined) return "any";
  return typeof type === "string" ? type : JSON.stringify(type);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
