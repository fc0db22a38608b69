import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { terminalMode } from "../../../src/ui/terminal-mode.js";

const flags = { json: false, quiet: false, verbose: false, color: true };

function stream(isTTY: boolean): NodeJS.WritableStream {
  return Object.assign(new PassThrough(), { isTTY, ...(isTTY && { columns: 120 }) });
}

const terminals = { stdout: stream(true), stderr: stream(true) };

test("a terminal has colour, progress and its own width", () => {
  expect(terminalMode(flags, {}, terminals)).toMatchObject({ color: true, interactive: true, width: 120 });
});

test.each([
  ["NO_COLOR", flags, { NO_COLOR: "1" }],
  ["TERM=dumb", flags, { TERM: "dumb" }],
  ["--no-color", { ...flags, color: false }, {}],
  ["--json", { ...flags, json: true }, {}],
])("%s turns colour off", (_title, given, env) => {
  expect(terminalMode(given, env, terminals).color).toBe(false);
});

test("an empty NO_COLOR does not", () => {
  expect(terminalMode(flags, { NO_COLOR: "" }, terminals).color).toBe(true);
});

test("what is piped has no colour; progress needs stderr alone", () => {
  const piped = { stdout: stream(false), stderr: stream(true) };
  expect(terminalMode(flags, {}, piped)).toMatchObject({ color: false, interactive: true });
});

test.each([
  ["under CI", flags, { CI: "true" }],
  ["with --quiet", { ...flags, quiet: true }, {}],
  ["with --json", { ...flags, json: true }, {}],
  ["on a dumb terminal", flags, { TERM: "dumb" }],
])("there is no progress %s", (_title, given, env) => {
  expect(terminalMode(given, env, terminals).interactive).toBe(false);
});

test("a pseudo-terminal without columns is not drawn on", () => {
  const stderr = Object.assign(stream(true), { columns: 0 });
  expect(terminalMode(flags, {}, { stdout: stream(true), stderr })).toMatchObject({
    interactive: false,
    width: 120,
  });
});
