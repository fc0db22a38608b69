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
      hint:
        known.suggestion === undefined ? "name a version with its date" : `write model: ${known.suggestion}`,
    });
  }
  reportEnd(model, known, world.today, place, report, used);
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
  const days = Math.round((Date.parse(retires) - Date.parse(today)) / millisecondsOfDay);
  if (!(days <= noticeDays)) return;
  const isOver = days <= 0;
  report({
    rule: "model-retired",
    ...(!isOver && { severity: "warning" }),
    place,
    message: isOver
      ? `${model} was turned off on ${retires}${used}`
      : `${model} is turned off on ${retires}, in ${days} ${days === 1 ? "day" : "days"}${used}`,
    hint:
      successor === undefined
        ? "choose another model and evaluate it"
        : `its successor is ${successor}; evaluate before you change`,
  });
}
