import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { createRedactor } from "../../../src/core/redact.js";
import type { UiMode } from "../../../src/ui/terminal-mode.js";
import { createUi } from "../../../src/ui/ui.js";

const plainMode: UiMode = {
  json: false,
  quiet: false,
  verbose: false,
  color: false,
  interactive: false,
  width: 80,
};

async function testUi(mode: Partial<UiMode> = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const ui = await createUi({
    mode: { ...plainMode, ...mode },
    stdout,
    stderr,
    redact: createRedactor(["hunter2"]),
  });
  const read = (stream: PassThrough): string => String(stream.read() ?? "");
  return { ui, stdout: () => read(stdout), stderr: () => read(stderr) };
}

test.each([
  ["by default", {}, "out\nanswer\n", "note\nwarning: careful\nhint: look\n"],
  ["--quiet", { quiet: true }, "answer\n", "warning: careful\nhint: look\n"],
  ["--json", { json: true }, "", "warning: careful\nhint: look\n"],
  ["--verbose", { verbose: true }, "out\nanswer\n", "note\nwarning: careful\nhint: look\ndetail\n"],
])("%s: what goes where", async (_title, mode, out, err) => {
  const { ui, stdout, stderr } = await testUi(mode);
  ui.out("out");
  ui.answer("answer");
  ui.note("note");
  ui.warn("careful", "look");
  ui.detail("detail");
  expect([stdout(), stderr()]).toEqual([out, err]);
});

test("a JSON document begins with its schema version; numbers that JSON lacks are strings", async () => {
  const { ui, stdout } = await testUi({ json: true });
  ui.json({ a: Number.NaN, b: [Number.NEGATIVE_INFINITY], c: 1n, path: "a\u001bb" });
  const text = stdout();
  expect(text.startsWith('{\n  "schemaVersion": 1,')).toBe(true);
  expect(JSON.parse(text)).toEqual({ schemaVersion: 1, a: "NaN", b: ["-Infinity"], c: 1, path: "a\u001bb" });
});

test("a line of JSONL is one line", async () => {
  const { ui, stdout } = await testUi();
  ui.jsonLine({ a: "x\ny" });
  expect(stdout()).toBe('{"a":"x\\ny"}\n');
});

test("an error tells what happened, everything else that is wrong, and what to do", async () => {
  const { ui, stderr } = await testUi();
  const problems = [
    { file: "mlx.yaml", line: 1, column: 2, message: "first" },
    { file: "mlx.yaml", line: 3, column: 4, message: "second" },
  ];
  const code = ui.error(
    new MlxError("MLX_INVALID_CONFIG", "first", { problems, hint: "mend it", exitCode: 2 }),
  );
  expect(code).toBe(2);
  expect(stderr()).toBe("error: mlx.yaml:1:2: first\nerror: mlx.yaml:3:4: second\nhint: mend it\n");
});

test("an error as JSON has the shape that scripts rely on", async () => {
  const { ui, stdout, stderr } = await testUi({ json: true });
  expect(ui.error(new MlxError("MLX_X", "no", { exitCode: 4 }))).toBe(4);
  expect(JSON.parse(stderr())).toEqual({ error: { code: "MLX_X", message: "no", hint: null, exitCode: 4 } });
  expect(stdout()).toBe("");
});

test("secrets leave neither by words nor by JSON", async () => {
  for (const json of [false, true]) {
    const { ui, stderr } = await testUi({ json });
    ui.warn("hunter2 here");
    ui.error(new MlxError("MLX_X", "hunter2 there", { hint: "hunter2 everywhere" }));
    expect(stderr()).not.toContain("hunter2");
  }
});

test("control characters of a message are written out", async () => {
  const { ui, stdout, stderr } = await testUi();
  ui.out("name\u001b[2J");
  ui.error(new MlxError("MLX_X", "name\u001b[2J"));
  expect(stdout() + stderr()).not.toContain("\u001b");
});

test("a bug says so and keeps its stack for --verbose", async () => {
  const quiet = await testUi();
  expect(quiet.ui.error(new TypeError("oops"))).toBe(70);
  expect(quiet.stderr()).not.toContain("ui.test.ts");
  const verbose = await testUi({ verbose: true });
  verbose.ui.error(new TypeError("oops"));
  expect(verbose.stderr()).toContain("ui.test.ts");
});

test("an interruption needs no words", async () => {
  const { ui, stderr } = await testUi();
  expect(ui.error(new DOMException("stop", "AbortError"))).toBe(130);
  expect(stderr()).toBe("");
});

test("progress is drawn on a terminal's stderr alone", async () => {
  const { ui, stdout, stderr } = await testUi({ interactive: false });
  const progress = ui.progress("pushing", 10, "bytes");
  progress.add(5);
  progress.done();
  expect(stdout() + stderr()).toBe("");
});
