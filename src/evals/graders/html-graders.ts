import { MlxError } from "../../core/errors.js";
import { settingOf } from "./assertion-value.js";
import type { Grader } from "./grader.js";
import { htmlElements, isHtmlElement } from "./html-elements.js";
import { yesOrNo } from "./verdict.js";

/** Longer texts are no page that somebody answers with. */
const longest = 10 * 1024 * 1024;
const anyOpening = /<([a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>]*)?>/g;
const anyClosing = /<\/[a-zA-Z][a-zA-Z0-9-]*\s*>/;
const doctype = /<!DOCTYPE\s+html/i;

/** Somewhere in the output is HTML: an element that HTML knows, a pair of tags, or a document type. */
const containsHtml: Grader = ({ text }) => {
  const names = [...text.slice(0, longest).matchAll(anyOpening)].map(([, name = ""]) => name.toLowerCase());
  const known = names.find(isHtmlElement);
  const passed = known !== undefined || (names.length > 0 && anyClosing.test(text)) || doctype.test(text);
  const what = known === undefined ? "" : ` (<${known}>)`;
  return yesOrNo(passed, passed ? `there is HTML in the output${what}` : "there is no HTML in the output");
};

/**
 * The output is HTML and nothing else: elements that HTML knows, and no text outside of them. With `strict: true` also every element is closed
 * that has to be, and no tag is malformed.
 */
const isHtml: Grader = async ({ assertion, text }) => {
  const trimmed = text.trim();
  if (trimmed === "") return yesOrNo(false, "the output is empty");
  if (trimmed.length > longest) {
    throw new MlxError("MLX_GRADER", `a text of ${trimmed.length} characters is too long to be read as HTML`);
  }
  if (/^<\?xml/i.test(trimmed)) return yesOrNo(false, "the output is XML, not HTML");
  const { names, textOutside, faults } = await htmlElements(trimmed);
  if (textOutside) return yesOrNo(false, "there is text outside of the HTML's elements");
  if (!names.some(isHtmlElement)) return yesOrNo(false, "the output has no element that HTML knows");
  const [fault] = settingOf(assertion, "strict") === true ? faults : [];
  if (fault !== undefined) return yesOrNo(false, `the HTML has a fault: ${fault}`);
  return yesOrNo(true, "the output is HTML");
};

export const htmlGraders: Readonly<Record<string, Grader>> = {
  "is-html": isHtml,
  "contains-html": containsHtml,
};
