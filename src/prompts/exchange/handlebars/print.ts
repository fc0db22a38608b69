/** A Handlebars template that is being written. */
export type HandlebarsPart =
  | { readonly kind: "text"; readonly text: string }
  /** `{{source}}` */
  | { readonly kind: "mustache"; readonly source: string }
  | {
      readonly kind: "block";
      /** `if name`, `each list as |item|`. */
      readonly open: string;
      readonly body: readonly HandlebarsPart[];
      readonly otherwise: readonly HandlebarsPart[];
    };

type Flat =
  | { readonly kind: "text"; readonly text: string }
  /**
   * `block`: it belongs to a block, so Handlebars takes its line away if it stands alone on it. `spread`: the block goes
   * over several lines, so its tags get lines of their own.
   */
  | {
      readonly kind: "tag";
      readonly source: string;
      readonly block: boolean;
      readonly spread?: boolean;
      readonly chain?: Chain | undefined;
      readonly closes?: boolean;
    };

/**
 * An `if` with `{{else if}}`: whether its second branch ends with white space on a line of its own. Handlebars looks there to
 * tell whether the closing tag stands alone.
 */
interface Chain {
  /** How many `else` have come. */
  count: number;
  endsLine: boolean;
}

/**
 * The template's text: such that Handlebars, which takes away the lines of block tags that stand alone, leaves every
 * character of the texts.
 */
export function printHandlebars(parts: readonly HandlebarsPart[]): string {
  const flat = flatten(parts);
  let written = "";
  for (const [index, part] of flat.entries()) {
    const next = flat[index + 1];
    if (part.kind === "text") {
      written += escapedText(part.text, next !== undefined);
      continue;
    }
    const opening = written.endsWith("{") ? " {{~" : "{{";
    const closing = next?.kind === "text" && next.text.startsWith("}") ? "~}} " : "}}";
    const tag = `${opening}${part.source}${closing}`;
    const { chain } = part;
    if (chain && chain.count++ === 1) chain.endsLine = endsLine(written);
    if (!part.block) written += tag;
    else if (chain && part.closes) written += chain.endsLine && closing === "}}" ? `${tag}\n` : tag;
    else if (part.spread && closing === "}}" && (written === "" || written.endsWith("\n")))
      written += `${tag}\n`;
    else written += standsAlone(written, next) ? `{{!}}${tag}` : tag;
  }
  return written;
}

function flatten(parts: readonly HandlebarsPart[]): Flat[] {
  const flat: Flat[] = [];
  const add = (part: Flat) => {
    const last = flat.at(-1);
    if (part.kind === "text" && last?.kind === "text")
      flat[flat.length - 1] = { kind: "text", text: last.text + part.text };
    else if (part.kind === "tag" || part.text !== "") flat.push(part);
  };
  const visit = (part: HandlebarsPart, chained?: { readonly spread: boolean; readonly chain: Chain }) => {
    if (part.kind === "text") add(part);
    else if (part.kind === "mustache") add({ kind: "tag", source: part.source, block: false });
    else {
      const spread = chained?.spread ?? isSpread(part);
      const [only] = part.otherwise;
      const next = part.otherwise.length === 1 && only?.kind === "block" ? only : undefined;
      const chain = chained?.chain ?? (next ? { count: 0, endsLine: false } : undefined);
      const tag = { kind: "tag", block: true, spread, chain } as const;
      add({ ...tag, source: `${chained ? "else " : "#"}${part.open}`, chain: chained?.chain });
      for (const inner of part.body) visit(inner);
      if (next && chain) visit(next, { spread, chain });
      else if (part.otherwise.length > 0) {
        add({ ...tag, source: "else" });
        for (const inner of part.otherwise) visit(inner);
      }
      if (!chained) add({ ...tag, source: `/${part.open.split(" ")[0]}`, closes: true });
    }
  };
  for (const part of parts) visit(part);
  return flat;
}

function isSpread(part: HandlebarsPart): boolean {
  if (part.kind === "text") return part.text.includes("\n");
  return part.kind === "block" && [...part.body, ...part.otherwise].some(isSpread);
}

/** `\{{` is a text; backslashes before braces that are a tag, or an escaped text, are doubled as Handlebars wants it. */
function escapedText(text: string, beforeTag: boolean): string {
  const escaped = text.replace(/(\\*)\{\{/g, (_, slashes: string) =>
    slashes === "" ? "\\{{" : `${slashes}\\{{!}}\\{{`,
  );
  return beforeTag && escaped.endsWith("\\") ? `${escaped}\\` : escaped;
}

function standsAlone(written: string, next: Flat | undefined): boolean {
  return (
    (written.trim() === "" || endsLine(written)) &&
    (next === undefined || (next.kind === "text" && /^[ \t]*(?:\r?\n|$)/.test(next.text)))
  );
}

function endsLine(written: string): boolean {
  return written.includes("\n", written.trimEnd().length);
}
