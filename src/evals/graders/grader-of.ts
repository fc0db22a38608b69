import { closest } from "../../core/suggest.js";
import type { Grader } from "./grader.js";
import { judgeTypes } from "./judge-types.js";
import { lengthGraders } from "./length-graders.js";
import { scoredTypes } from "./scored-types.js";
import { textGraders } from "./text-graders.js";

type Graders = Readonly<Record<string, Grader>>;

interface Family {
  readonly types: readonly string[];
  load(): Promise<Graders | ((type: string) => Grader | undefined)>;
}

/** Loaded when one of its types is first used, since some bring parsers with them. */
const families: readonly Family[] = [
  { types: ["regex"], load: async () => (await import("./regex/regex-grader.js")).regexGraders },
  {
    types: ["levenshtein", "bleu", "gleu", "meteor", "rouge-n", "rouge-1", "rouge-2", "rouge-l"],
    load: async () => (await import("./similarity/similarity-graders.js")).similarityGraders,
  },
  { types: ["number"], load: async () => (await import("./number-grader.js")).numberGraders },
  { types: ["is-json", "contains-json"], load: async () => (await import("./json-graders.js")).jsonGraders },
  { types: ["is-xml", "contains-xml"], load: async () => (await import("./xml-graders.js")).xmlGraders },
  { types: ["is-html", "contains-html"], load: async () => (await import("./html-graders.js")).htmlGraders },
  { types: ["is-sql", "contains-sql"], load: async () => (await import("./sql-graders.js")).sqlGraders },
  {
    types: [
      "is-valid-function-call",
      "is-valid-openai-function-call",
      "is-valid-openai-tools-call",
      "tool-call-f1",
    ],
    load: async () => (await import("./tools/tool-call-graders.js")).toolCallGraders,
  },
  {
    types: [
      ...["trajectory:tool-used", "trajectory:tool-sequence", "trajectory:tool-args-match"],
      "trajectory:step-count",
    ],
    load: async () => (await import("./tools/trajectory-graders.js")).trajectoryGraders,
  },
  { types: ["skill-used"], load: async () => (await import("./tools/skill-grader.js")).skillGraders },
  {
    types: ["trace-span-count", "trace-span-duration", "trace-error-spans"],
    load: async () => (await import("./tools/trace-graders.js")).traceGraders,
  },
  { types: ["is-refusal"], load: async () => (await import("./content/refusal-grader.js")).refusalGraders },
  { types: ["toxicity"], load: async () => (await import("./content/toxicity-grader.js")).toxicityGraders },
  {
    types: ["personal-data"],
    load: async () => (await import("./content/personal-data-grader.js")).personalDataGraders,
  },
  {
    types: ["prompt-injection"],
    load: async () => (await import("./content/prompt-injection-grader.js")).promptInjectionGraders,
  },
  {
    types: [
      ...["latency", "ttft", "cost", "tokens", "finish-reason", "perplexity", "perplexity-score"],
      "guardrails",
    ],
    load: async () => (await import("./measure-graders.js")).measureGraders,
  },
  {
    types: ["javascript", "python", "ruby", "webhook"],
    load: async () => (await import("./scripts/script-graders.js")).scriptGraders,
  },
  { types: scoredTypes, load: async () => (await import("./scored-graders.js")).scoredGraders },
  { types: judgeTypes, load: async () => (await import("../judges/judge-of.js")).judgeOf },
];

/** The graders at hand; those of a family that is not loaded yet load it first. */
const graders = new Map<string, Grader>([
  ...Object.entries(textGraders),
  ...Object.entries(lengthGraders),
  ...families.flatMap((family) =>
    family.types.map((type): [string, Grader] => [type, loading(type, family)]),
  ),
]);

/** The grader of a type, without `not-`; undefined for a type that nobody knows, and for `assert-set`, which is none. */
export function graderOf(type: string): Grader | undefined {
  return graders.get(type);
}

/** Every type that a suite may name, without `not-`. */
export const graderTypes: readonly string[] = [...graders.keys(), "assert-set"].sort();

/** `unknown assertion type "contain"; did you mean contains?` */
export function unknownTypeMessage(type: string): string {
  const plain = type.replace(/^not-/, "");
  const meant = closest(plain, graderTypes);
  const not = type.startsWith("not-") ? "not-" : "";
  const advice =
    meant === undefined ? `known are: ${graderTypes.join(", ")}` : `did you mean ${not}${meant}?`;
  return `unknown assertion type ${JSON.stringify(type)}; ${advice}`;
}

function loading(type: string, family: Family): Grader {
  return async (input, services) => {
    const loaded = await family.load();
    for (const name of family.types) {
      const grader = typeof loaded === "function" ? loaded(name) : loaded[name];
      if (grader) graders.set(name, grader);
    }
    const grader = typeof loaded === "function" ? loaded(type) : loaded[type];
    if (!grader) throw new Error(`the graders that hold ${type} lack it`);
    return grader(input, services);
  };
}
