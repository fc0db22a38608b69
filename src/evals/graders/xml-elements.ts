/** An element, as far as its place among others counts. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
}

type XmlReading =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads one XML document strictly (saxes: well-formedness by XML 1.0, entities that nobody declared are errors, nothing external is
 * loaded).
 */
export async function readXml(text: string, options: { readonly namespaces: boolean }): Promise<XmlReading> {
  // The bundle knows the default export of a CommonJS package alone.
  const { default: saxes } = await import("saxes");
  const parser = new saxes.SaxesParser({ xmlns: options.namespaces });
  const top: { name: string; children: XmlElement[] } = { name: "", children: [] };
  const open: { name: string; children: XmlElement[] }[] = [top];
  let fault: string | undefined;
  parser.on("error", (error) => {
    fault ??= error.message.replace(/^(\d+):(\d+): (.*)$/s, "$3 at line $1, column $2");
  });
  parser.on("opentag", ({ name }) => {
    const element = { name, children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  for (let start = 0; start < text.length && fault === undefined; start += chunk) {
    parser.write(text.slice(start, start + chunk));
  }
  if (fault === undefined) parser.close();
  const [root] = top.children;
  if (fault !== undefined || !root) return { ok: false, reason: fault ?? "it is empty" };
  return { ok: true, root };
}

/** Broken texts are given up after the first fault, not read to their end. */
const chunk = 65_536;
