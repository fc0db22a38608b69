import { createHash } from "node:crypto";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { PageData } from "../../../src/evals/report/html/page-data.js";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser reads it. */
export interface ReadPage {
  /** In the order of the page. */
  readonly elements: readonly Element[];
  readonly data: PageData;
  /** Whether the policy of the page lets its own style and script run, and nothing else. */
  readonly policyFits: boolean;
}

export function readPage(text: string): ReadPage {
  const elements = below(parse(text).childNodes);
  const scripts = elements.filter(({ tagName }) => tagName === "script");
  const data = scripts.find((script) => attribute(script, "type") === "application/json");
  const policy = attribute(
    elements.find((element) => attribute(element, "http-equiv") === "Content-Security-Policy"),
    "content",
  );
  const digests = elements
    .filter((element) => element.tagName === "style" || (element.tagName === "script" && element !== data))
    .map((element) => createHash("sha256").update(textOf(element)).digest("base64"));
  return {
    elements,
    data: JSON.parse(data ? textOf(data) : ""),
    policyFits:
      policy.startsWith("default-src 'none';") &&
      digests.length === 2 &&
      digests.every((digest) => policy.includes(`'sha256-${digest}'`)),
  };
}

export function attribute(element: Element | undefined, name: string): string {
  return element?.attrs.find((item) => item.name === name)?.value ?? "";
}

export function textOf(element: Element): string {
  return element.childNodes
    .map((node) => ("value" in node ? node.value : "childNodes" in node ? textOf(node) : ""))
    .join("");
}

function below(nodes: readonly Node[]): readonly Element[] {
  return nodes.flatMap((node) => ("tagName" in node ? [node, ...below(node.childNodes)] : []));
}
