import { countOf } from "../../core/format-bytes.js";
import type { KnownModel } from "../models/model-facts.js";
import { inFrontMatter, type Place } from "./raw-finding.js";
import type { Check, Report, World } from "./subject.js";

/** Days before a model's end from which it is told. */
const noticeDays = 90;
const millisecondsOfDay = 86_400_000;

/** Whether a prompt's model is one set of weights, and will be there tomorrow. */
export const checkModel: Check = {
  rules: ["model-unpinned", "model-retired"],
  run({ parsed, world }, report) {
    const model = parsed.frontMatter?.model;
    if (model === undefined) return;
    reportModel(
      model,
      world,
      inFrontMatter(parsed.source, () => parsed.source.locateValue(["model"])),
      report,
    );
  },
};

/** @param alias the alias by which the version is used, of a published one. */
export function reportModel(model: string, world: World, place: Place, report: Report, alias?: string): void {
  const known = world.model(model);
  if (!known) return;
  const used = alias === undefined ? "" : `, which the alias ${alias} points at`;
  if (!known.pinned) {
    report({
      rule: "model-unpinned",
      ...(alias === "stable" && { severity: "error" }),
      place,
      message: `${model} is a name that the provider points at another model when it likes${used}`,
      hint: pinHint(known, world.today),
    });
  }
  reportEnd(model, known, world.today, place, report, used);
}

/** A snapshot that is about to go is no place to stay. */
function pinHint({ suggestion, successor, facts }: KnownModel, today: string): string {
  if (suggestion === undefined) return "name a version with its date";
  const ends = facts.retires !== undefined && daysUntil(facts.retires, today) <= noticeDays;
  return `write model: ${suggestion}${ends && successor !== undefined ? `, until you change to ${successor}` : ""}`;
}

function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / millisecondsOfDay);
}

function reportEnd(
  model: string,
  { facts, successor }: KnownModel,
  today: string,
  place: Place,
  report: Report,
  used: string,
): void {
  const { retires } = facts;
  if (retires === undefined) return;
  const days = daysUntil(retires, today);
  if (!(days <= noticeDays)) return;
  const isOver = days <= 0;
  report({
    rule: "model-retired",
    ...(!isOver && { severity: "warning" }),
    place,
    message: isOver
      ? `${model} was turned off on ${retires}${used}`
      : `${model} is turned off on ${retires}, in ${countOf(days, "day")}${used}`,
    hint:
      successor === undefined
        ? "choose another model and evaluate it"
        : `its successor is ${successor}; evaluate before you change`,
  });
}
