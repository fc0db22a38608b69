import { fewOf } from "../../core/few-of.js";
import { equalJson } from "../../prompts/json-value.js";
import { found, invalidAssertion, requiredText, requiredTextOrNumber } from "./assertion-value.js";
import { readCommaList } from "./comma-list.js";
import type { GradeInput, Grader } from "./grader.js";
import { shown, yesOrNo } from "./verdict.js";

/** The output is the value: as text, or as JSON where the value is data. */
const equals: Grader = ({ assertion, text }) => {
  const { value } = assertion;
  if (value === undefined) throw invalidAssertion(assertion, "value: it is missing");
  if (typeof value !== "object") {
    return yesOrNo(
      String(value) === text,
      `the output ${shown(text)} ${told(String(value) === text, "equals", "does not equal")} ${shown(String(value))}`,
    );
  }
  const same = jsonEquals(text, value);
  return yesOrNo(
    same,
    `the output ${shown(text)} ${told(same, "equals", "does not equal")} ${shown(JSON.stringify(value))}`,
  );
};

function jsonEquals(text: string, value: GradeInput["output"]): boolean {
  try {
    return equalJson(JSON.parse(text), value);
  } catch {
    return false;
  }
}

const contains: Grader = ({ assertion, text }) => {
  const value = requiredTextOrNumber(assertion);
  const passed = text.includes(value);
  return yesOrNo(passed, `the output ${told(passed, "contains", "does not contain")} ${shown(value)}`);
};

const icontains: Grader = ({ assertion, text }) => {
  const value = requiredTextOrNumber(assertion);
  const passed = text.toLowerCase().includes(value.toLowerCase());
  return yesOrNo(
    passed,
    `the output ${told(passed, "contains", "does not contain")} ${shown(value)} (in any case)`,
  );
};

const startsWith: Grader = ({ assertion, text }) => {
  const value = requiredText(assertion);
  const passed = text.startsWith(value);
  return yesOrNo(passed, `the output ${told(passed, "starts", "does not start")} with ${shown(value)}`);
};

const endsWith: Grader = ({ assertion, text }) => {
  const value = requiredText(assertion);
  const passed = text.endsWith(value);
  return yesOrNo(passed, `the output ${told(passed, "ends", "does not end")} with ${shown(value)}`);
};

/** Looks for each text of a list. */
function containsList(need: "any" | "all", fold: (text: string) => string): Grader {
  return ({ assertion, text }) => {
    const items = wantedTexts(assertion);
    const folded = fold(text);
    const missing = items.filter((item) => !folded.includes(fold(item)));
    const passed = need === "all" ? missing.length === 0 : missing.length < items.length;
    if (passed)
      return yesOrNo(true, `the output contains ${need === "all" ? "all" : "one"} of ${listed(items)}`);
    return yesOrNo(false, `the output lacks ${listed(missing)}`);
  };
}

function wantedTexts(assertion: GradeInput["assertion"]): string[] {
  const { value } = assertion;
  if (typeof value === "string" && value !== "") {
    const list = readCommaList(value);
    if (!list.ok) throw invalidAssertion(assertion, `value: ${list.reason}`);
    return [...list.items];
  }
  if (Array.isArray(value))
    return value.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
  throw invalidAssertion(assertion, `value: expected a list of texts, ${found(value)}`);
}

function listed(items: readonly string[]): string {
  const texts = items.map((item) => shown(item, 40));
  return fewOf(texts, 5) || "nothing";
}

function told(passed: boolean, yes: string, no: string): string {
  return passed ? yes : no;
}

const asWritten = (text: string): string => text;
const inLowerCase = (text: string): string => text.toLowerCase();

export const textGraders: Readonly<Record<string, Grader>> = {
  equals,
  contains,
  icontains,
  "contains-all": containsList("all", asWritten),
  "contains-any": containsList("any", asWritten),
  "icontains-all": containsList("all", inLowerCase),
  "icontains-any": containsList("any", inLowerCase),
  "starts-with": startsWith,
  "ends-with": endsWith,
};
