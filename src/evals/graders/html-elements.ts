import type { DefaultTreeAdapterTypes } from "parse5";

type HtmlNode = DefaultTreeAdapterTypes.ChildNode;

/** What stands in a text that is read as an HTML page. */
export interface HtmlContents {
  /** Of the elements that the text itself has, in lower case. */
  readonly names: readonly string[];
  /** Whether there is text beside the elements, without a `<body>` around it. */
  readonly textOutside: boolean;
  /** What the tokenizer complains of, by the names of the HTML standard, and elements that are not closed and should be; with places. */
  readonly faults: readonly string[];
}

/** Reads HTML as browsers do (parse5: the parsing rules of the HTML standard). */
export async function htmlElements(text: string): Promise<HtmlContents> {
  const { parse } = await import("parse5");
  const faults: string[] = [];
  const document = parse(text, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine, startCol }) => {
      if (code !== "missing-doctype") faults.push(`${code} at line ${startLine}, column ${startCol}`);
    },
  });
  const names: string[] = [];
  let textOutside = false;
  const waiting: HtmlNode[] = [...document.childNodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!("tagName" in node)) continue;
    // Elements that the parser adds itself, such as <body>, have no place in the text.
    const written = node.sourceCodeLocation !== undefined && node.sourceCodeLocation !== null;
    if (written) names.push(node.tagName.toLowerCase());
    if (node.sourceCodeLocation && !node.sourceCodeLocation.endTag && !mayStayOpen.has(node.tagName)) {
      const { startLine, startCol } = node.sourceCodeLocation;
      faults.push(`<${node.tagName}> is not closed, at line ${startLine}, column ${startCol}`);
    }
    if (node.tagName === "body" && !written && node.childNodes.some(isText)) textOutside = true;
    for (const child of node.childNodes) waiting.push(child);
  }
  return { names, textOutside, faults };
}

function isText(node: HtmlNode): boolean {
  return node.nodeName === "#text" && "value" in node && node.value.trim() !== "";
}

/** Whether HTML has an element of that name, or allows it as a custom one. */
export function isHtmlElement(name: string): boolean {
  return known.has(name) || name.includes("-");
}

/** Void elements, and those whose end tag may be left out (HTML Living Standard, sections 13.1.2 and 13.1.2.4); what foreign ones close themselves. */
const mayStayOpen: ReadonlySet<string> = new Set(
  (
    "area base br col embed hr img input link meta source track wbr html head body li dt dd p rt rp optgroup option colgroup caption " +
    "thead tbody tfoot tr td th circle ellipse g line path polygon polyline rect stop use"
  ).split(" "),
);

/** Of the HTML Living Standard, section 3 "Semantics": without obsolete ones. */
const known: ReadonlySet<string> = new Set(
  (
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup data " +
    "datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header " +
    "hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript object ol " +
    "optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source span " +
    "strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul var video wbr"
  ).split(" "),
);
