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
  const pure = sources.filter(({ path }) => ["core", "data"].includes(layerOf(path) ?? ""));
  expect(
    places(pure, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/),
  ).toEqual([]);
});

test("nothing is left unfinished, silenced or skipped", () => {
  const words = ["TO" + "DO", "FIX" + "ME", "@ts-" + "ignore", "@ts-" + "expect-error", "as " + "any"];
  expect(places([...sources, ...tests], new RegExp(`(?:${words.join("|")})\\b`))).toEqual([]);
  expect(places(tests, /\b(?:test|describe|it)\.(?:skip|only|todo)\b/)).toEqual([]);
});

test("there are no folders for leftovers", () => {
  expect(sources.filter(({ path }) => /\/(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(path))).toEqual(
    [],
  );
});
