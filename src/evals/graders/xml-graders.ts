import { found, invalidAssertion, isMapping } from "./assertion-value.js";
import type { GradeInput, Grader } from "./grader.js";
import { yesOrNo } from "./verdict.js";
import { readXml, type XmlElement } from "./xml-elements.js";
import { xmlFragments } from "./xml-fragments.js";

/** The output is one well-formed XML document, namespaces included, that has the elements asked for. */
const isXml: Grader = async ({ assertion, text }) => {
  const paths = wantedPaths(assertion);
  const read = await readXml(text, { namespaces: true });
  if (!read.ok) return yesOrNo(false, `the output is no XML: ${read.reason}`);
  const missing = missingPaths(read.root, paths);
  if (missing.length > 0) return yesOrNo(false, `the XML lacks ${missing.join(", ")}`);
  return yesOrNo(true, "the output is well-formed XML");
};

/** Somewhere in the output is a well-formed element that has the elements asked for. */
const containsXml: Grader = async ({ assertion, text }) => {
  const paths = wantedPaths(assertion);
  let reason = "there is no XML in the output";
  for (const fragment of xmlFragments(text)) {
    const read = await readXml(fragment, { namespaces: false });
    if (!read.ok) {
      reason = `what looks like XML is not well formed: ${read.reason}`;
      continue;
    }
    const missing = missingPaths(read.root, paths);
    if (missing.length === 0) return yesOrNo(true, "there is well-formed XML in the output");
    reason = `the XML in the output lacks ${missing.join(", ")}`;
  }
  return yesOrNo(false, reason);
};

/** Paths such as `order.item.name`: a list, a text with commas, or `requiredElements`. */
function wantedPaths(assertion: GradeInput["assertion"]): readonly string[] {
  const { value } = assertion;
  const given = isMapping(value) && Object.keys(value).length > 0 ? value["requiredElements"] : value;
  if (given === undefined && isMapping(value) && Object.keys(value).length > 0) {
    throw invalidAssertion(assertion, `value: expected requiredElements, ${found(value)}`);
  }
  if (typeof given === "string")
    return given
      .split(",")
      .map((path) => path.trim())
      .filter((path) => path !== "");
  if (Array.isArray(given)) return given.map(String);
  if (given === undefined || given === null || isMapping(given)) return [];
  throw invalidAssertion(assertion, `value: expected paths of elements, ${found(value)}`);
}

function missingPaths(root: XmlElement, paths: readonly string[]): readonly string[] {
  const top: XmlElement = { name: "", children: [root] };
  return paths.filter((path) => !reaches([top], path.split(".")));
}

/** A number among the steps picks one of several children of the same name. */
function reaches(elements: readonly XmlElement[], steps: readonly string[]): boolean {
  const [step, ...others] = steps;
  if (step === undefined) return elements.length > 0;
  const picked = /^\d+$/.test(step) ? elements[Number(step)] : undefined;
  if (picked && reaches([picked], others)) return true;
  const children = elements.flatMap((element) => element.children.filter(({ name }) => name === step));
  return children.length > 0 && reaches(children, others);
}

export const xmlGraders: Readonly<Record<string, Grader>> = { "is-xml": isXml, "contains-xml": containsXml };
