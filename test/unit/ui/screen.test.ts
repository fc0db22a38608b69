import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { openScreen } from "../../../src/ui/screen.js";

function terminal(rows: number, columns: number) {
  const stream = Object.assign(new PassThrough(), { isTTY: true, rows, columns });
  const written = () => stream.read()?.toString("utf8") ?? "";
  return { screen: openScreen(stream, false), written };
}

test("there is no screen where the stream is no terminal", () => {
  expect(openScreen(new PassThrough(), true)).toBeUndefined();
});

test("a drawing goes up over the one before it and clears what was longer", () => {
  const { screen, written } = terminal(24, 80);
  screen?.draw("one\ntwo");
  expect(written()).toBe("\rone\u001b[K\ntwo\u001b[K\n\u001b[J");
  screen?.draw("three");
  expect(written()).toBe("\u001b[2A\rthree\u001b[K\n\u001b[J");
});

test("lines are cut to the terminal's width and height; the last drawing is left whole", () => {
  const { screen, written } = terminal(3, 5);
  screen?.draw("123456\nb\nc\nd");
  expect(written()).toBe("\r123…\u001b[K\nb\u001b[K\n\u001b[J");
  screen?.end();
  expect(written()).toBe("\u001b[2A\r123…\u001b[K\nb\u001b[K\nc\u001b[K\nd\u001b[K\n\u001b[J");
  screen?.end();
  expect(written()).toBe("");
});

test("a line can stand for those that do not fit", () => {
  const { screen, written } = terminal(3, 80);
  screen?.draw("a\nb\nc", (shown) => `after ${shown}`);
  expect(written()).toBe("\ra\u001b[K\nafter 1\u001b[K\n\u001b[J");
  screen?.draw("a\nb", (shown) => `after ${shown}`);
  expect(written()).toContain("\ra\u001b[K\nb\u001b[K\n");
});

test("control characters in what is drawn are written out", () => {
  const { screen, written } = terminal(24, 80);
  screen?.draw("\u001b[2J");
  expect(written()).toContain("\\x1b[2J");
});
