import { describe, expect, test } from "vitest";
import { frontMatterOf, parseText, problemsOf } from "../../../support/parse-text.js";

const front = (yaml: string) => `---\n${yaml}\n---\nhello\n`;
const wrong = (yaml: string) => problemsOf(front(yaml));
const hints = async (yaml: string) => (await parseText(front(yaml))).problems.map(({ hint }) => hint);

describe("keys", () => {
  test("unknown ones are errors that say what was meant; those with x- are let through", async () => {
    expect(await wrong("modle: a\nx-team: b\noutput: {fromat: text, x-y: 1}")).toEqual([
      '2:1 unknown key "modle"',
      '4:10 unknown key "fromat" in output',
    ]);
    expect(await hints("modle: a")).toEqual(["did you mean model?"]);
    expect(await hints("zzz: a")).toMatchObject([
      expect.stringMatching(/^known are: name, description, model/),
    ]);
  });

  test("texts must be texts", async () => {
    expect(await wrong("name: 12\ndescription: [a]\nmodel:\nsuites: [1]")).toEqual([
      "2:7 name: expected text, found 12",
      '3:14 description: expected text, found ["a"]',
      "4:7 model: expected text, found nothing",
      "5:10 suites[0]: expected text, found 1",
    ]);
    expect(await hints("name: 12")).toEqual(['put it in quotes: "12"']);
  });

  test("a name is what a folder can be called", async () => {
    expect((await frontMatterOf("name: a.b-c_1")).name).toBe("a.b-c_1");
    for (const name of ["a b", "-a", "a/b", ".a", "ä", '""'])
      expect(await wrong(`name: ${name}`)).toHaveLength(1);
  });
});

describe("settings", () => {
  test("known ones are checked, under the names that others give them too", async () => {
    const { settings } = await frontMatterOf(
      'settings: {temperature: 0, topP: 0.5, maxTokens: 5, stop: [a, "b"], reasoningEffort: low, logit_bias: {a: 1}}',
    );
    expect(settings).toEqual({
      temperature: 0,
      top_p: 0.5,
      max_output_tokens: 5,
      stop: ["a", "b"],
      reasoning_effort: "low",
      logit_bias: { a: 1 },
    });
  });

  test.each([
    ["settings: {temperature: 3}", "2:25 settings.temperature: expected a number from 0 to 2, found 3"],
    ["settings: {max_tokens: 1.5}", "2:24 settings.max_tokens: expected a whole number, found 1.5"],
    ["settings: {max_tokens: 0}", "2:24 settings.max_tokens: expected a whole number of at least 1, found 0"],
    ["settings: {stop: 1}", "2:18 settings.stop: expected text, found 1"],
    ["settings: {temprature: 1}", '2:12 unknown setting "temprature"'],
    [
      "settings:\n  max_tokens: 1\n  maxTokens: 2",
      "4:3 settings: max_tokens and maxTokens are the same setting",
    ],
    ["settings: {x: !!set {a, b}}", "2:21 settings.x: JSON has no !!set, !!omap or !!binary"],
    ["metadata: {x: [!!binary aGk=]}", "2:11 metadata: JSON has no !!set, !!omap or !!binary"],
    ["settings: {x: .nan}", "2:15 settings.x: JSON has no number NaN"],
    ["settings: 1", "2:11 settings: expected a mapping of keys to values, found 1"],
  ])("%s is refused", async (yaml, expected) => {
    expect(await wrong(yaml)).toEqual([expected]);
  });
});

describe("inputs", () => {
  const inputs = async (yaml: string) => Object.fromEntries((await frontMatterOf(yaml)).inputs);

  test("a type alone, or a mapping with JSON Schema and mlx's own marks", async () => {
    expect(
      await inputs(
        "inputs:\n  q: string\n  n: {type: integer, default: 3, minimum: 1}\n  o: {type: string, required: false, trusted: true, description: Why}\n  a: any\n  e: {enum: [x, y]}\n  l: {items: {type: string}}\n  m: {type: object, properties: {k: {}}, required: [k]}",
      ),
    ).toEqual({
      q: { name: "q", type: "string", required: true, schema: { type: "string" } },
      n: {
        name: "n",
        type: "integer",
        required: false,
        default: 3,
        schema: { type: "integer", default: 3, minimum: 1 },
      },
      o: {
        name: "o",
        type: "string",
        required: false,
        trusted: true,
        description: "Why",
        schema: { type: "string", description: "Why" },
      },
      a: { name: "a", type: "any", required: true, schema: {} },
      e: { name: "e", type: "string", required: true, schema: { enum: ["x", "y"] } },
      l: { name: "l", type: "array", required: true, schema: { items: { type: "string" } } },
      m: {
        name: "m",
        type: "object",
        required: true,
        schema: { type: "object", properties: { k: {} }, required: ["k"] },
      },
    });
  });

  test("one JSON Schema for all", async () => {
    const yaml = `inputs:
  schema:
    type: object
    properties:
      q: {type: string, x-trusted: false}
      n: {type: [integer, "null"], trusted: true}
      d: {type: string, default: x}
      r: {$ref: "#/$defs/R"}
    required: [q, d]
    $defs: {R: {type: object}}`;
    expect(await inputs(yaml)).toEqual({
      q: { name: "q", type: "string", trusted: false, required: true, schema: { type: "string" } },
      n: { name: "n", type: "any", trusted: true, required: false, schema: { type: ["integer", "null"] } },
      d: {
        name: "d",
        type: "string",
        required: false,
        default: "x",
        schema: { type: "string", default: "x" },
      },
      r: {
        name: "r",
        type: "any",
        required: false,
        schema: { $ref: "#/$defs/R", $defs: { R: { type: "object" } } },
      },
    });
  });

  test("the schema may refer to one of its own definitions, and to nothing else", async () => {
    const yaml =
      "inputs: {schema: {$ref: '#/$defs/I', $defs: {I: {properties: {q: {type: string}}, required: [q]}}}}";
    expect(await inputs(yaml)).toMatchObject({ q: { required: true } });
    expect(await wrong("inputs: {schema: {$ref: inputs.json}}")).toEqual([
      '2:25 inputs.schema: there is no "inputs.json"',
    ]);
  });

  test("an input may be called schema", async () => {
    expect(await inputs("inputs: {schema: string, x: {type: string}}")).toMatchObject({
      schema: { type: "string" },
    });
  });

  test.each([
    [
      "inputs: {q: strin}",
      '2:13 inputs.q: expected a type (string, number, integer, boolean, array, object, any), found "strin"',
    ],
    [
      "inputs: {q: {type: int}}",
      '2:20 inputs.q.type: expected a type (string, number, integer, boolean, array, object, any), found "int"',
    ],
    ["inputs: {q: {trustd: true}}", '2:14 unknown key "trustd" in inputs.q'],
    ["inputs: {q: {trusted: maybe}}", '2:23 inputs.q.trusted: expected true or false, found "maybe"'],
    [
      "inputs: {q: {type: integer, default: x}}",
      '2:38 inputs.q.default: expected a whole number, as the type says, found "x"',
    ],
    ["inputs: {q: {enum: [a], default: b}}", '2:34 inputs.q.default: "b" is none of ["a"]'],
    ["inputs: {a-b: string}", '2:10 an input cannot be called "a-b"'],
    [
      "inputs: {examples: string}",
      "2:10 an input cannot be called examples: templates give it a meaning of their own",
    ],
    [
      "inputs: {loop: string}",
      "2:10 an input cannot be called loop: templates give it a meaning of their own",
    ],
    [
      "inputs: [q]",
      '2:9 inputs: expected a mapping of names to types, such as question: string, found ["q"]',
    ],
    [
      "inputs: {schema: {properties: {q: {}}}, r: string}",
      "2:41 inputs: r stands beside a schema of all inputs",
    ],
    [
      "inputs: {schema: {properties: {quest: {}}, required: [quets]}}",
      '2:55 inputs.schema: "quets" is required and not described',
    ],
  ])("%s is refused", async (yaml, expected) => {
    expect(await wrong(yaml)).toEqual([expected]);
  });

  test("what was probably meant is said", async () => {
    expect(await hints("inputs: {q: strin}")).toEqual(["did you mean string?"]);
    expect(await hints("inputs: {q: int}")).toEqual(["did you mean integer?"]);
    expect(await hints("inputs: {q: {trustd: true}}")).toEqual(["did you mean trusted?"]);
  });
});

describe("the rest", () => {
  test("is read as it stands", async () => {
    const yaml = `output: {format: json, schema: {type: object}}
tools:
  - {name: search, description: Finds, parameters: {type: object}}
suites: [a, b]
examples:
  - {inputs: {q: x}, output: {a: 1}}
  - {inputs: {}, output: null}
includes: {tone: tone.md}
lint: {rules: {no-max-output: off, name: warning}, maxTokens: 4000}`;
    expect(await frontMatterOf(yaml)).toMatchObject({
      output: { format: "json", schema: { type: "object" } },
      tools: [{ name: "search", description: "Finds", parameters: { type: "object" } }],
      suites: ["a", "b"],
      examples: [
        { inputs: { q: "x" }, output: { a: 1 } },
        { inputs: {}, output: null },
      ],
      includes: new Map([["tone", "tone.md"]]),
      lint: {
        rules: new Map([
          ["no-max-output", "off"],
          ["name", "warning"],
        ]),
        maxTokens: 4000,
      },
    });
  });

  test("includes may be a list of files", async () => {
    expect((await frontMatterOf("includes: [a.md, b/c.md]")).includes).toEqual(
      new Map([
        ["a.md", "a.md"],
        ["b/c.md", "b/c.md"],
      ]),
    );
  });

  test.each([
    ["output: {format: xml}", '2:18 output.format: expected one of text, json, found "xml"'],
    ["tools: [{name: a b}]", '2:16 a tool cannot be called "a b"'],
    ["tools: [{name: a}, {name: a}]", '2:27 two tools are called "a"'],
    ["tools: [{description: x}]", "2:9 tools[0].name: expected text, found nothing"],
    ["examples: [{inputs: {a: 1}}]", "2:12 examples[0]: the output is missing"],
    ["examples: [{input: {a: 1}, output: x}]", '2:13 unknown key "input" in examples[0]'],
    [
      "lint: {rules: {a: warn}}",
      '2:19 lint.rules.a: expected one of off, info, warning, error, found "warn"',
    ],
    ["lint: {max_tokens: 3}", '2:8 unknown key "max_tokens" in lint'],
    ["metadata: x", '2:11 metadata: expected a mapping of keys to values, found "x"'],
    [
      "includes: x",
      '2:11 includes: expected a mapping of short names to files, or a list of files, found "x"',
    ],
  ])("%s is refused", async (yaml, expected) => {
    expect(await wrong(yaml)).toContain(expected);
  });
});

test("places are the same whether all of YAML was needed or not", async () => {
  const plain = "model: 1\ninputs:\n  q: {type: text}\nlint: {rules: {a: b}}";
  const full = `${plain}\nmetadata: &anchor {a: 1}`;
  expect(await wrong(full)).toEqual(await wrong(plain));
});
