import { InvalidArgumentError } from "commander";

/** The parser of an option that takes a whole number, 0 or more. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It takes a whole number, 0 or more.");
}
