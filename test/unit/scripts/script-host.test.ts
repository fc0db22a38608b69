import { describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { describeLanguage } from "../../support/script-language.js";
import { at, errorOf, inline, scene, sharedHost } from "../../support/script-scene.js";

describeLanguage("javascript", {
  endless: "for (;;) {}",
  addOne: "output + 1",
  prints: "console.log('a'), process.stdout.write('b\\n'), 1",
  names: "Object.keys(process.env).filter((name) => name.startsWith('MLX_T')).sort()",
});

describe("inline JavaScript", () => {
  const shared = sharedHost();
  test.each([
    ["output.length > 3", true],
    ["output.length > 3;", true],
    ["context.vars.n + 1", 8],
    ["({ pass: true, score: 0.5, reason: output })", { pass: true, score: 0.5, reason: "hello" }],
    ["return output + '!'", "hello!"],
    ["if (output) return 'yes'; return 'no'", "yes"],
    ["const s = output; s === 'a;b' || s === 'hello'", true],
    ["const f = (x) => { return x * 2 }; f(context.vars.n)", 14],
    ["output.toUpperCase(); output.length > 3;", true],
    ["globalThis.seen = output; seen + '; twice'; ", "hello; twice"],
    ["if (output === 'hello') 'greeted'; else 'silent'", "greeted"],
    ["await Promise.resolve(1); output + ';'", "hello;"],
    ["const x = 1; return x + 1", 2],
    ["[1, 2].map((x) => { return x * 2 })", [2, 4]],
    ["await Promise.resolve(output)", "hello"],
    ["const t = await Promise.resolve(3); return t", 3],
    ["(async () => 5)()", 5],
    ["\n  const words = output.split('l');\n  return words.length;\n", 3],
    ["const { EOL } = await import('node:os');\nreturn typeof EOL;", "string"],
    ["require('node:path').basename('/a/b')", "b"],
    ["process.mainModule.require('node:path').basename('/a/c')", "c"],
    ["output === 'hello' ? null : 0", null],
  ])("%s", async (code, expected) => {
    const host = shared();
    const value = await host.run(inline("javascript", code), ["hello", { vars: { n: 7 } }]);
    expect(value).toEqual(expected);
  });

  test("its arguments can have other names", async () => {
    const { host } = await scene();
    const script = inline("javascript", "({ ...vars, more: 1 })");
    expect(await host.run(script, [{ a: 1 }], { names: ["vars", "context"] })).toEqual({ a: 1, more: 1 });
  });

  test.each([
    ["nosuch.thing", "evals/s.eval.yaml:12:9: javascript: ReferenceError: nosuch is not defined"],
    ["const a = 1;\nnull.x;\nreturn a", "12:9: javascript: line 2 of the code: TypeError: Cannot read"],
    ["output.(", "javascript: SyntaxError: "],
    ["const a = 1;\nconst b = ;\nreturn a", "javascript: line 2 of the code: SyntaxError: "],
    ["throw 'a text'", "javascript: it threw a text"],
    ["throw undefined", "javascript: it threw undefined"],
    ["await Promise.reject(new RangeError('late'))", "javascript: RangeError: late"],
    ["0 / 0", "javascript: it returned NaN, which JSON cannot hold"],
    ["({ score: Infinity })", 'it returned Infinity as "score", which JSON cannot hold'],
    ["const a = {}; a.a = a; return a", "it returned a value that contains itself"],
    ["undefined", "it returned nothing (undefined)"],
    ["const a = 1;\na > 0;", "it returned nothing (undefined)"],
    ["() => 1", "it returned a function"],
    ["10n", "it returned a bigint"],
    ["'x'.repeat(11 * 1024 * 1024)", "it returned 11.0 MB of JSON; 10 MB is the most"],
    ["({ get a() { throw new Error('trap') } })", "Error: trap"],
    ["process.exit(3)", "javascript: it ended its process with code 3"],
    ["process.kill(process.pid, 'SIGSEGV')", "javascript: its process was ended by SIGSEGV"],
  ])("%s is an error of its case", async (code, message) => {
    const host = shared();
    const error = await errorOf(host.run(inline("javascript", code), ["hello", {}]));
    expect([error.code, error.exitCode, error.at]).toEqual(["MLX_SCRIPT", 3, at]);
    expect(error.message).toContain(message);
    expect(await host.run(inline("javascript", "1 + 1"), [])).toBe(2);
  });
});

describe("a script that hangs", () => {
  test("a promise that never settles ends its case alone; the process and what waits in it go on", async () => {
    const { host } = await scene();
    const pid = await host.run(inline("javascript", "process.pid"), []);
    const waiting = host.run(
      inline("javascript", "new Promise((resolve) => setTimeout(() => resolve(process.pid), 800))"),
      [],
    );
    const never = errorOf(host.run(inline("javascript", "new Promise(() => {})"), [], { timeoutMs: 200 }));
    expect((await never).message).toContain("it took longer than 200 ms");
    expect(await waiting).toBe(pid);
  });

  test("a hang after an await is found among several that wait", async () => {
    const { host } = await scene();
    const slow = "new Promise((resolve) => setTimeout(() => resolve(output), 100))";
    const guilty =
      "Promise.resolve().then(() => new Promise((r) => setTimeout(r, 20))).then(() => { for (;;); })";
    const before = host.run(inline("javascript", slow), ["a"], { timeoutMs: 1500 });
    const hung = errorOf(host.run(inline("javascript", guilty), [], { timeoutMs: 400 }));
    const after = host.run(inline("javascript", slow), ["b"], { timeoutMs: 1500 });
    expect((await hung).message).toContain("it took longer than 400 ms");
    expect(await Promise.all([before, after])).toEqual(["a", "b"]);
  });

  test("a file that hangs while it is loaded is stopped, too", async () => {
    const { host, file } = await scene({ "a.mjs": "for (;;);\nexport default () => 1;\n" });
    const error = await errorOf(host.run(file("javascript", "a.mjs"), [], { timeoutMs: 300 }));
    expect(error.message).toContain("a.mjs:1:1: it took longer than 300 ms");
    expect(await host.run(inline("javascript", "2"), [])).toBe(2);
  });

  test("what a finished script left behind cannot keep the others from running", async () => {
    const { host } = await scene();
    await host.run(inline("javascript", "setTimeout(() => { for (;;); }, 30), 1"), []);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await host.run(inline("javascript", "output"), ["there"], { timeoutMs: 300 })).toBe("there");
  });

  test("programs that it started end with it", async () => {
    const { host, folder } = await scene();
    const code = `require("child_process").spawn("sh", ["-c", "sleep 1; touch ${folder}/outlived"]);\nfor (;;) {}`;
    const error = await errorOf(host.run(inline("javascript", code), ["", {}], { timeoutMs: 300 }));
    expect(error.message).toContain("it took longer than 300 ms");
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await host.exec("ls", [])).toBe("");
  });
});

describe("JavaScript files", () => {
  const files = {
    "default.mjs": "export default (output, context) => ({ pass: output === context.want });\n",
    "named.cjs": "module.exports = { check: async (output) => output.length, other: 1 };\n",
    "plain.js": "module.exports = (output) => output.toUpperCase();\n",
    "provider.mjs":
      "export default class Bot {\n  constructor(options) { this.name = options.id; this.calls = 0; }\n" +
      "  async callApi(prompt) { return { output: [this.name, prompt, ++this.calls].join(' ') }; }\n}\n",
    "broken.mjs": "export default () => {\n  const a = ;\n};\n",
    "throws.mjs": "\nimport { deep } from './lib/deep.mjs';\nexport default () => deep();\n",
    "lib/deep.mjs": "export function deep() {\n  throw new TypeError('deep down');\n}\n",
    "typed.ts": "export default (output: string): number => output.length;\n",
  };

  test("a default export, a named function, CommonJS, a class with callApi", async () => {
    const { host, file } = await scene(files);
    expect(await host.run(file("javascript", "default.mjs"), ["a", { want: "a" }])).toEqual({ pass: true });
    expect(await host.run(file("javascript", "named.cjs", "check"), ["abc", {}])).toBe(3);
    expect(await host.run(file("javascript", "plain.js"), ["abc", {}])).toBe("ABC");
    const bot = file("javascript", "provider.mjs");
    expect(await host.run(bot, ["hi"], { construct: { id: "bot" } })).toEqual({ output: "bot hi 1" });
    expect(await host.run(bot, ["hi"], { construct: { id: "bot" } })).toEqual({ output: "bot hi 2" });
    expect(await host.run(bot, ["hi"], { construct: { id: "tob" } })).toEqual({ output: "tob hi 1" });
  });

  test("an error names the file and line where it was thrown", async () => {
    const { host, file } = await scene(files);
    const thrown = await errorOf(host.run(file("javascript", "throws.mjs"), ["", {}]));
    expect(thrown.message).toBe("lib/deep.mjs:2:1: TypeError: deep down");
    expect(thrown.at).toEqual({ file: "lib/deep.mjs", line: 2, column: 1 });
    const broken = await errorOf(host.run(file("javascript", "broken.mjs"), ["", {}]));
    expect(broken.message).toMatch(/^broken\.mjs:2:1: SyntaxError: /);
  });

  test("a function that is not there is told with those that are; a file that is not there, too", async () => {
    const { host, file } = await scene(files);
    const missing = await errorOf(host.run(file("javascript", "named.cjs", "chek"), ["", {}]));
    expect(missing.message).toContain("it exports no function chek (it exports ");
    expect(missing.message).toContain("check");
    const nowhere = await errorOf(host.run(file("javascript", "nowhere.js"), ["", {}]));
    expect(nowhere.message).toContain("nowhere.js");
  });

  test("TypeScript runs where Node strips types, and else is refused in plain words", async () => {
    const { host, file } = await scene(files);
    const strips = "typescript" in process.features && Boolean(process.features.typescript);
    const call = host.run(file("javascript", "typed.ts"), ["abc", {}]);
    if (strips) expect(await call).toBe(3);
    else expect((await errorOf(call)).message).toContain("does not run TypeScript: compile it to JavaScript");
  });
});

describe("the program of a language", () => {
  test("the one that PROMPTFOO_PYTHON names is taken; one that is none is told", async () => {
    const path = { PATH: process.env["PATH"] };
    const absent = await scene({}, { env: { ...path, PROMPTFOO_PYTHON: "/nowhere/python3" } });
    const missing = await errorOf(absent.host.run(inline("python", "1"), ["", {}]));
    expect(missing.message).toContain("cannot start /nowhere/python3: it was not found");
    expect(missing.hint).toContain("PROMPTFOO_PYTHON=");
    const wrong = await scene({}, { env: { ...path, PROMPTFOO_PYTHON: "false" } });
    const refused = await errorOf(wrong.host.run(inline("python", "1"), ["", {}]));
    expect(refused.message).toContain("false did not start: it ended its process with code 1");
  });
});

describe("what scripts print and see", () => {
  test("output without end is bounded", async () => {
    const { host, printed } = await scene();
    const code =
      "for (let i = 0; i < 3000; i++) console.log('y'.repeat(1000));\nprocess.stdout.write('z'.repeat(100000));\nreturn 1";
    expect(await host.run(inline("javascript", code), ["", {}])).toBe(1);
    await expect.poll(() => printed.at(-1)).toBe("(it printed more, which is not shown)");
    expect(printed.join("").length).toBeLessThan(1_100_000);
  });

  test("relative paths start at the suite's folder", async () => {
    const { host } = await scene({ "a.txt": "text" });
    expect(await host.run(inline("javascript", "require('fs').readFileSync('a.txt', 'utf8')"), [])).toBe(
      "text",
    );
  });
});

describe("commands", () => {
  test("get their arguments and input, and what they print is the answer", async () => {
    const { host, printed } = await scene();
    expect(await host.exec("printf '%s|%s' 'a b'", ["c"])).toBe("a b|c");
    expect(await host.exec("cat", [], { input: "in" })).toBe("in");
    expect(await host.exec("sh -c 'echo note >&2; echo out'", [])).toBe("out\n");
    expect(printed).toEqual(["note"]);
  });

  test.each([
    ["sh -c 'echo bad >&2; exit 4'", "it ended with code 4: bad"],
    ["sh -c 'sleep 5 | cat'", "it took longer than 400 ms and was stopped"],
    // What it started for good holds its output open, and keeps nobody waiting.
    [
      `node -e 'require("child_process").spawn("sleep", ["90"], { detached: true, stdio: "inherit" })'`,
      "it took longer than 400 ms and was stopped",
    ],
    ["yes", "it printed more than 10 MB and was stopped"],
    ["nosuchprogram x", "cannot start nosuchprogram: it was not found"],
    ["echo 'open", "it is no command: empty, or a quote is not closed"],
    ["", "it is no command"],
  ])("%s: %s", async (command, message) => {
    const { host } = await scene();
    const timeoutMs = command.includes("sleep") ? 400 : 20_000;
    const error = await errorOf(host.exec(command, [], { timeoutMs }));
    expect([error.code, error.message]).toEqual(["MLX_SCRIPT", expect.stringContaining(message)]);
  });
});

describe("the end", () => {
  test("an abort kills what runs, and every call is interrupted", async () => {
    const controller = new AbortController();
    const { host } = await scene({}, { signal: controller.signal });
    const calls = [host.run(inline("javascript", "for (;;) {}"), []), host.exec("sleep 20", [])];
    setTimeout(() => controller.abort(), 300);
    const ends = await Promise.allSettled(calls);
    expect(ends.map((end) => end.status === "rejected" && end.reason instanceof Interrupted)).toEqual([
      true,
      true,
    ]);
    await expect(host.run(inline("javascript", "1"), [])).rejects.toBeInstanceOf(Interrupted);
  });

  test("close leaves no process behind", async () => {
    const { host } = await scene();
    const pid = Number(await host.run(inline("javascript", "process.pid"), []));
    await host.close();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  test("an error that nothing catches is blamed on the call that was under way", async () => {
    const { host } = await scene();
    const stray = "new Promise(() => setTimeout(() => { throw new Error('loose') }, 20))";
    const error = await errorOf(host.run(inline("javascript", stray), []));
    expect(error.message).toContain("Error: loose");
  });

  test("where several were under way, each is tried by itself", async () => {
    const { host } = await scene();
    const slow = inline("javascript", "new Promise((resolve) => setTimeout(() => resolve(output), 200))");
    const stray = "new Promise(() => setTimeout(() => { throw new Error('loose') }, 20))";
    const calls = [host.run(slow, [1]), host.run(slow, [2])];
    const error = errorOf(host.run(inline("javascript", stray), []));
    expect((await error).message).toContain("Error: loose");
    expect(await Promise.all(calls)).toEqual([1, 2]);
  });
});
