import type { Expression } from "./ast.js";
import { functionAdvice, methodAdvice } from "./call-advice.js";
import type { CallArguments } from "./call-arguments.js";
import type { ExpressionDepth } from "./expression-depth.js";
import { TemplateFault } from "./template-fault.js";
import type { TokenStream } from "./token-stream.js";

/** Words of the language, which cannot stand where a value is expected. */
const keywords = new Set(["and", "or", "not", "if", "else", "in", "is"]);

/** Reads values, and what is written behind them: members, slices, filters and tests. */
export class PrimaryParser {
  /** @param parse reads a whole expression. */
  constructor(
    readonly tokens: TokenStream,
    readonly depth: ExpressionDepth,
    readonly parse: () => Expression,
    readonly report: (fault: TemplateFault) => void,
  ) {}

  /** A value with its sign, members, filters and tests; filters apply to the signed value, as in Jinja. */
  unary(): Expression {
    return this.#filtered(this.#signed());
  }

  #signed(): Expression {
    const { start } = this.tokens.current;
    const sign = this.tokens.is("operator", "-") ? "-" : this.tokens.is("operator", "+") ? "+" : undefined;
    if (!sign) return this.#postfix(this.#primary());
    this.tokens.take();
    const operand = this.depth.inside(start, () => this.#signed());
    const span = this.tokens.spanFrom(start);
    return this.#postfix(this.depth.note({ kind: "unary", operator: sign, operand, span }, [operand]));
  }

  #primary(): Expression {
    const token = this.tokens.current;
    if (token.kind === "name") {
      if (keywords.has(token.text)) throw this.tokens.unexpected("a value");
      this.tokens.take();
      const span = this.tokens.spanFrom(token.start);
      const constant = this.tokens.dialect.constants.get(token.text);
      if (constant !== undefined) return { kind: "literal", value: constant, span };
      return { kind: "variable", name: token.text, span };
    }
    if (token.kind === "string") return this.#strings();
    if (token.kind === "number") {
      this.tokens.take();
      return { kind: "literal", value: token.value, span: this.tokens.spanFrom(token.start) };
    }
    if (this.tokens.skip("operator", "(")) return this.#parenthesis(token.start);
    if (this.tokens.skip("operator", "[")) return this.#list(token.start, "]", []);
    if (this.tokens.skip("operator", "{")) return this.#mapping(token.start);
    throw this.tokens.unexpected("a value");
  }

  /** Texts that stand beside one another are one text, as in Python. */
  #strings(): Expression {
    const { start } = this.tokens.current;
    const parts: string[] = [];
    while (this.tokens.current.kind === "string") parts.push(this.tokens.take().text);
    return { kind: "literal", value: parts.join(""), span: this.tokens.spanFrom(start) };
  }

  /** `(a)` is a; `(a, b)`, `(a,)` and `()` are lists. */
  #parenthesis(start: number): Expression {
    if (this.tokens.is("operator", ")")) return this.#list(start, ")", []);
    const first = this.parse();
    if (this.tokens.skip("operator", ")")) return first;
    if (!this.tokens.skip("operator", ",")) throw this.tokens.unexpected("`)`");
    return this.#list(start, ")", [first]);
  }

  #list(start: number, close: "]" | ")", items: Expression[]): Expression {
    while (!this.tokens.skip("operator", close)) {
      items.push(this.parse());
      if (!this.tokens.is("operator", close)) this.tokens.expect(",", `or \`${close}\``);
    }
    return this.depth.note({ kind: "list", items, span: this.tokens.spanFrom(start) }, items);
  }

  #mapping(start: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.tokens.skip("operator", "}")) {
      const key = this.parse();
      this.tokens.expect(":", "behind the key");
      entries.push([key, this.parse()]);
      if (!this.tokens.is("operator", "}")) this.tokens.expect(",", "or `}`");
    }
    return this.depth.note({ kind: "mapping", entries, span: this.tokens.spanFrom(start) }, entries.flat());
  }

  #postfix(first: Expression): Expression {
    let object = first;
    for (;;) {
      if (this.tokens.skip("operator", ".")) object = this.#dot(object);
      else if (this.tokens.skip("operator", "[")) object = this.#bracket(object);
      else if (this.tokens.is("operator", "(")) object = this.#call(object);
      else return object;
    }
  }

  #dot(object: Expression): Expression {
    const token = this.tokens.current;
    if (token.kind !== "name" && token.kind !== "number") {
      throw this.tokens.unexpected("the name of a member behind `.`");
    }
    this.tokens.take();
    const value = token.kind === "number" ? token.value : token.text;
    const key: Expression = { kind: "literal", value, span: this.tokens.spanFrom(token.start) };
    const span = this.tokens.spanFrom(object.span.start);
    return this.depth.note({ kind: "member", object, key, span }, [object]);
  }

  #bracket(object: Expression): Expression {
    const from = this.tokens.is("operator", ":") ? undefined : this.parse();
    if (from && this.tokens.skip("operator", "]")) {
      const span = this.tokens.spanFrom(object.span.start);
      return this.depth.note({ kind: "member", object, key: from, span }, [object, from]);
    }
    this.tokens.expect(":", "or `]`");
    const to = this.tokens.is("operator", "]", ":") ? undefined : this.parse();
    if (this.tokens.is("operator", ":")) {
      const { start, end } = this.tokens.current;
      throw new TemplateFault("a slice has no step", start, end, "write `| reverse` to turn a list around");
    }
    this.tokens.expect("]", "behind the slice");
    const span = this.tokens.spanFrom(object.span.start);
    const parts = [object, ...(from ? [from] : []), ...(to ? [to] : [])];
    return this.depth.note({ kind: "slice", object, ...(from && { from }), ...(to && { to }), span }, parts);
  }

  /** A call that the dialect has, as the filter that it is. */
  #call(called: Expression): Expression {
    const { dialect } = this.tokens;
    const start = called.span.start;
    if (called.kind === "variable" && dialect.hasCall(called.name, false)) {
      this.tokens.take();
      const { args, named } = this.#arguments();
      const span = this.tokens.spanFrom(start);
      const input: Expression = { kind: "literal", value: null, span };
      return this.depth.note({ kind: "filter", name: `${called.name}()`, input, args, named, span }, args);
    }
    const key = called.kind === "member" && called.key.kind === "literal" ? called.key.value : undefined;
    if (called.kind !== "member" || typeof key !== "string" || !dialect.hasCall(key, true)) {
      throw this.#noCall(called);
    }
    this.tokens.take();
    const { args, named } = this.#arguments();
    const span = this.tokens.spanFrom(start);
    const input = called.object;
    return this.depth.note({ kind: "filter", name: `.${key}`, input, args, named, span }, [input, ...args]);
  }

  /** Says that something cannot be called, and what to write instead. */
  #noCall(called: Expression): TemplateFault {
    const { start, end } = called.span;
    const text = this.tokens.source.text.slice(start, end);
    if (called.kind === "member" && called.key.kind === "literal") {
      const name = String(called.key.value);
      const { span } = called.object;
      const object = this.tokens.source.text.slice(span.start, span.end);
      const advice = methodAdvice(object, name) ?? "what is known here are filters, such as `| upper`";
      return new TemplateFault(`\`${text}()\` calls a method; a template cannot`, start, end, advice);
    }
    const advice =
      called.kind === "variable"
        ? functionAdvice(called.name, this.tokens.dialect.hasFilter(called.name))
        : undefined;
    return new TemplateFault(`\`${text}()\` calls a function; a template cannot`, start, end, advice);
  }

  #filtered(first: Expression): Expression {
    let input = first;
    for (;;) {
      if (this.tokens.skip("operator", "|")) input = this.#filter(input);
      else if (this.tokens.skip("name", "is")) input = this.#test(input);
      else if (this.tokens.is("operator", "(")) throw this.#noCall(input);
      else return input;
    }
  }

  #filter(input: Expression): Expression {
    const { text: name, start, end } = this.tokens.expectName("the name of a filter behind `|`");
    const call = this.tokens.skip("operator", "(") ? this.#arguments() : { args: [], named: new Map() };
    const fault = this.tokens.dialect.checkFilter(
      name,
      call,
      (message, hint) => new TemplateFault(message, start, end, hint),
    );
    if (fault) this.report(fault);
    const span = this.tokens.spanFrom(input.span.start);
    const parts = [input, ...call.args, ...call.named.values()];
    return this.depth.note({ kind: "filter", name, input, ...call, span }, parts);
  }

  #arguments(): CallArguments {
    const args: Expression[] = [];
    const named = new Map<string, Expression>();
    while (!this.tokens.skip("operator", ")")) {
      const { current, next } = this.tokens;
      if (current.kind === "name" && next.kind === "operator" && next.text === "=") {
        this.tokens.take();
        this.tokens.take();
        if (named.has(current.text)) {
          const message = `the argument ${current.text} is given twice`;
          throw new TemplateFault(message, current.start, current.end);
        }
        named.set(current.text, this.parse());
      } else {
        if (named.size > 0) throw this.tokens.unexpected("an argument with its name");
        args.push(this.parse());
      }
      if (!this.tokens.is("operator", ")")) this.tokens.expect(",", "or `)`");
    }
    return { args, named };
  }

  #test(input: Expression): Expression {
    const negated = this.tokens.skip("name", "not");
    const { text: name, start, end } = this.tokens.expectName("the name of a test behind `is`");
    const args = this.#testArguments(name);
    const fault = this.tokens.dialect.checkTest(
      name,
      args.length,
      (message, hint) => new TemplateFault(message, start, end, hint),
    );
    if (fault) this.report(fault);
    if (this.tokens.is("name", "is")) {
      throw this.tokens.unexpected("one test", "join several with `and`");
    }
    const span = this.tokens.spanFrom(input.span.start);
    return this.depth.note({ kind: "test", name, negated, input, args, span }, [input, ...args]);
  }

  /** In parentheses, or one value without them: `is divisibleby 3`. */
  #testArguments(name: string): readonly Expression[] {
    if (this.tokens.skip("operator", "(")) return this.#arguments().args;
    const { kind, text } = this.tokens.current;
    const begins = kind === "operator" ? text === "[" || text === "{" : kind !== "end" && !keywords.has(text);
    if (!this.tokens.dialect.takesValue(name) || !(begins || kind === "string")) return [];
    return [this.#postfix(this.#primary())];
  }
}
