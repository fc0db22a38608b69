import { expect, test } from "vitest";
import { layerOf, type Source, sourcesBelow } from "./sources.js";

const sources = sourcesBelow("src");
const tests = sourcesBelow("test");
const maxLines = 260;

/** Places of a pattern outside of comments, as `path:line`. */
function places(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const code = line.replace(/^\s*(?:\*|\/\*\*|\/\/).*$/, "").replace(/\s\/\/ .*$/, "");
      return pattern.test(code) ? [`${path}:${index + 1}`] : [];
    }),
  );
}

function outside(...folders: string[]): Source[] {
  return sources.filter(({ path }) => !folders.includes(layerOf(path) ?? ""));
}

test("a file of src holds one concept and stays short", () => {
  const long = sources.filter(({ text }) => text.split("\n").length > maxLines).map(({ path }) => path);
  expect(long).toEqual([]);
});

test("only ui writes to streams, and cli where there is no ui yet", () => {
  expect(places(outside("ui", "cli"), /\bconsole\.|\b(?:stdout|stderr)\.write\(/)).toEqual([]);
  expect(places(sources, /\bconsole\./)).toEqual([]);
});

test("only cli ends the process or sets its exit code", () => {
  expect(places(outside("cli"), /\bprocess\.exit(?:Code)?\b/)).toEqual([]);
});

test("only app reads the environment and the working folder", () => {
  expect(places(outside("app"), /\bprocess\.(?:env|cwd)\b/)).toEqual([]);
});

test("core and domain take time and randomness as arguments", () => {
  const pure = sources.filter(({ path }) =>
    [
      ...["core", "data", "runs", "registry", "prompts", "evals", "models", "doctor"],
      ...["schemas", "drift", "stats"],
    ].includes(layerOf(path) ?? ""),
  );
  expect(
    places(pure, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/),
  ).toEqual([]);
});

test("nothing is left unfinished, silenced or skipped", () => {
  const words = ["TO" + "DO", "FIX" + "ME", "@ts-" + "ignore", "@ts-" + "expect-error", "as " + "any"];
  expect(places([...sources, ...tests], new RegExp(`(?:${words.join("|")})\\b`))).toEqual([]);
  expect(places(tests, /\b(?:test|describe|it)\.(?:skip|only|todo)\b/)).toEqual([]);
});

test("no cast tells the compiler what it cannot see", () => {
  const cast = /\bas (?:unknown|any|string|number|boolean|never|readonly |\[|\{|[A-Z]\w*(?:[;,)\]<[]|$))/;
  const code = sources.map((source) => ({ ...source, text: source.text.replace(/^import [^;]*;$/gm, "") }));
  expect(places(code, cast)).toEqual([]);
});

test("nothing is exported for its tests alone", () => {
  const declared = /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;
  const words = sources.flatMap(
    ({ text }) => text.replace(/^\s*(?:\*|\/\*\*|\/\/).*$/gm, "").match(/\w+/g) ?? [],
  );
  const uses = new Map<string, number>();
  for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  const unused = sources.flatMap(({ path, text }) =>
    [...text.matchAll(declared)]
      .map(([, name = ""]) => name)
      .filter((name) => (uses.get(name) ?? 0) < 2)
      .map((name) => `${path}: ${name}`),
  );
  expect(unused).toEqual([]);
});

test("there are no folders for leftovers", () => {
  expect(sources.filter(({ path }) => /\/(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(path))).toEqual(
    [],
  );
});
