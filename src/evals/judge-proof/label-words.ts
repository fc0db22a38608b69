import { closest } from "../../core/suggest.js";
import { type LabelScale, scaleText } from "./label-scale.js";

const good = ["pass", "passed", "true", "yes", "y", "good", "1"];
const bad = ["fail", "failed", "false", "no", "n", "bad", "0"];
const words: ReadonlyMap<string, number> = new Map([
  ...good.map((word) => [word, 1] as const),
  ...bad.map((word) => [word, 0] as const),
]);

/** Whether a label says pass or fail; 1 and 0 do. */
export function isPassWord(text: string): boolean {
  return words.has(text.toLowerCase());
}

/** Spreadsheets write 4 as `4.0`, too. */
export function isWholeNumber(text: string): boolean {
  return /^[+-]?\d{1,4}(?:\.0+)?$/.test(text);
}

/** The category of a label, by its place; undefined for what is none on this scale. */
export function categoryOf(text: string, scale: LabelScale): number | undefined {
  if (scale === "pass") return words.get(text.toLowerCase());
  const value = isWholeNumber(text) ? Number(text) : Number.NaN;
  return value >= scale.low && value <= scale.high ? value - scale.low : undefined;
}

/** What a label could have been meant to be. */
export function labelHint(text: string, scale: LabelScale): string {
  if (scale !== "pass") return `labels are whole numbers from ${scaleText(scale).replace("..", " to ")}`;
  const near = closest(text, words.keys());
  const known = "pass or fail; true or false, yes or no, good or bad, 1 or 0 mean the same";
  return near === undefined ? `labels are ${known}` : `did you mean ${near}? Labels are ${known}`;
}
