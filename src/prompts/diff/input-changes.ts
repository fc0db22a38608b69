import { shortJson } from "../../core/schema-problems.js";
import { equalJson } from "../json-value.js";
import type { InputSpec } from "../types.js";
import type { PromptChange } from "./prompt-change.js";
import { schemaChange } from "./schema-change.js";

type Inputs = ReadonlyMap<string, InputSpec>;

/** Inputs are what callers give: what they must do differently is major. Their order means nothing. */
export function compareInputs(before: Inputs, after: Inputs): PromptChange[] {
  const removed = [...before.values()].filter(({ name }) => !after.has(name)).map(removal);
  const added = [...after.values()].filter(({ name }) => !before.has(name)).map(addition);
  const changed = [...after.values()].flatMap((now) => {
    const old = before.get(now.name);
    return old ? compareInput(old, now) : [];
  });
  return [...removed, ...added, ...changed];
}

function removal({ name, schema }: InputSpec): PromptChange {
  const message = `the input ${name} is gone`;
  return { what: "inputs", path: `inputs.${name}`, before: schema, bump: "major", message };
}

function addition({ name, schema, required }: InputSpec): PromptChange {
  return {
    what: "inputs",
    path: `inputs.${name}`,
    after: schema,
    bump: required ? "major" : "minor",
    message: `the input ${name} is new and ${required ? "required" : "optional"}`,
  };
}

function compareInput(old: InputSpec, now: InputSpec): PromptChange[] {
  return [
    ...typeChanges(old, now),
    ...requiredChanges(old, now),
    ...defaultChanges(old, now),
    ...trustChanges(old, now),
    ...descriptionChanges(old, now),
  ];
}

function typeChanges(old: InputSpec, now: InputSpec): PromptChange[] {
  const change = schemaChange(old.schema, now.schema);
  if (old.type !== now.type) {
    return [
      {
        ...at(now, "type"),
        before: old.type,
        after: now.type,
        bump: change === "widened" ? "minor" : "major",
        message: `the input ${now.name} changed its type from ${old.type} to ${now.type}`,
      },
    ];
  }
  if (change === "same") return [];
  const message =
    change === "widened"
      ? `the input ${now.name} allows more than before`
      : `the input ${now.name} may no longer allow what it allowed`;
  const bump = change === "widened" ? "minor" : "major";
  return [{ ...at(now, "schema"), before: old.schema, after: now.schema, bump, message }];
}

function requiredChanges(old: InputSpec, now: InputSpec): PromptChange[] {
  if (old.required === now.required) return [];
  return [
    {
      ...at(now, "required"),
      before: old.required,
      after: now.required,
      bump: now.required ? "major" : "minor",
      message: `the input ${now.name} is ${now.required ? "required" : "optional"} now`,
    },
  ];
}

function defaultChanges(old: InputSpec, now: InputSpec): PromptChange[] {
  if (equalJson(old.default, now.default)) return [];
  return [
    {
      ...at(now, "default"),
      ...(old.default !== undefined && { before: old.default }),
      ...(now.default !== undefined && { after: now.default }),
      bump: "minor",
      message: defaultMessage(old, now),
    },
  ];
}

function defaultMessage(old: InputSpec, now: InputSpec): string {
  if (now.default === undefined) return `the input ${now.name} has no default any more`;
  const [before, after] = [shortJson(old.default), shortJson(now.default)];
  return old.default === undefined
    ? `the default of the input ${now.name} is ${after} now`
    : `the default of the input ${now.name} changed from ${before} to ${after}`;
}

function trustChanges(old: InputSpec, now: InputSpec): PromptChange[] {
  if (old.trusted === now.trusted) return [];
  return [
    {
      ...at(now, "trusted"),
      ...(old.trusted !== undefined && { before: old.trusted }),
      ...(now.trusted !== undefined && { after: now.trusted }),
      bump: "minor",
      message:
        now.trusted === undefined
          ? `the input ${now.name} says no longer whether it is trusted`
          : `the input ${now.name} is marked ${now.trusted ? "trusted" : "untrusted"} now`,
    },
  ];
}

function descriptionChanges(old: InputSpec, now: InputSpec): PromptChange[] {
  if (old.description === now.description) return [];
  return [
    {
      ...at(now, "description"),
      ...(old.description !== undefined && { before: old.description }),
      ...(now.description !== undefined && { after: now.description }),
      bump: "patch",
      message: `the description of the input ${now.name} changed`,
    },
  ];
}

function at({ name }: InputSpec, field: string): Pick<PromptChange, "what" | "path"> {
  return { what: "inputs", path: `inputs.${name}.${field}` };
}
