import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Interrupted } from "../../src/core/errors.js";
import { describeLanguage } from "../support/script-language.js";
import { errorOf, inline, scene, sharedHost } from "../support/script-scene.js";

describeLanguage("python", {
  endless: "while True:\n    pass",
  addOne: "output + 1",
  prints: "print('a')\nprint('b')\nreturn 1",
  names: "import os; return sorted(name for name in os.environ if name.startswith('MLX_T'))",
});

describe("Python", () => {
  const shared = sharedHost();
  test.each([
    ["len(output) > 3", true],
    ["context['vars']['n'] + 1", 8],
    ["{'pass': True, 'score': 0.5, 'reason': output}", { pass: true, score: 0.5, reason: "hello" }],
    ["import json; return json.loads('[1]')", [1]],
    ["\nif output:\n    return 'yes'\nreturn 'no'\n", "yes"],
    ["import asyncio\nawait asyncio.sleep(0)\nreturn 3", 3],
    ["text = '''a\n  b'''\nreturn text", "a\n  b"],
    ["'\\ud83d\\ude00 ü'", "😀 ü"],
    ["[x for x in (1, 2) if x < context['vars']['n']]", [1, 2]],
    ["None", null],
  ])("%s", async (code, expected) => {
    const host = shared();
    expect(await host.run(inline("python", code), ["hello", { vars: { n: 7 } }])).toEqual(expected);
  });

  test.each([
    ["nosuch", "evals/s.eval.yaml:12:9: python: NameError: name 'nosuch' is not defined"],
    ["x = 1\ny = 1 / 0\nreturn x", "python: line 2 of the code: ZeroDivisionError: division by zero"],
    ["def (", "python: SyntaxError: "],
    ["x = 1\nif x\n    return 1", "python: line 2 of the code: SyntaxError: "],
    ["float('nan')", "it returned NaN or an infinite number"],
    ["a = []\na.append(a)\nreturn a", "it returned a value that contains itself"],
    ["object()", "it returned a object, which JSON cannot hold"],
    ["'x' * (11 * 1024 * 1024)", "it returned 11.0 MB of JSON"],
    ["import sys; sys.exit(2)", "it called sys.exit(2)"],
    ["import os\nos._exit(4)", "it ended its process with code 4"],
    ["import sys, os\nprint('out of luck', file=sys.stderr)\nos.abort()", "ended by SIGABRT: "],
  ])("%s is an error of its case", async (code, message) => {
    const host = shared();
    const error = await errorOf(host.run(inline("python", code), ["hello", {}]));
    expect(error.code).toBe("MLX_SCRIPT");
    expect(error.message).toContain(message);
    expect(await host.run(inline("python", "1 + 1"), ["", {}])).toBe(2);
  });

  test("files: get_assert, a named function, an async one, their own imports, state that lasts", async () => {
    const { host, file } = await scene({
      "a.py":
        "from words import best\nprint('loaded')\ncount = 0\ndef get_assert(output, context):\n    global count\n    count += 1\n    print('x', output)\n    return {'pass': output == best, 'score': count}\n\nasync def later(output, context):\n    return output * 2\n",
      "words.py": "best = 'good'\n",
    });
    expect(await host.run(file("python", "a.py"), ["good", {}])).toEqual({ pass: true, score: 1 });
    expect(await host.run(file("python", "a.py"), ["bad", {}])).toEqual({ pass: false, score: 2 });
    expect(await host.run(file("python", "a.py", "later"), ["ab", {}])).toBe("abab");
    const missing = await errorOf(host.run(file("python", "a.py", "nope"), ["", {}]));
    expect(missing.message).toContain("it has no function nope (it has get_assert, later)");
  });

  test("an error names the line of the file, even where a library throws it", async () => {
    const { host, file } = await scene({
      "a.py": "import json\n\ndef get_assert(output, context):\n    return json.loads(output)\n",
    });
    const error = await errorOf(host.run(file("python", "a.py"), ["{", {}]));
    expect(error.message).toMatch(/^a\.py:4:1: json\.decoder\.JSONDecodeError: /);
  });

  test("slow calls are spread over several processes", async () => {
    const { host } = await scene();
    const code = "import time, os\ntime.sleep(0.4)\nreturn os.getpid()";
    const pids = await Promise.all(
      Array.from({ length: 4 }, () => host.run(inline("python", code), ["", {}])),
    );
    expect(new Set(pids).size).toBeGreaterThan(1);
  });

  test("a virtual environment beside the suite is used", async () => {
    const { host } = await scene({ "place.txt": "" });
    const python = await host.run(inline("python", "import sys; return sys.executable"), ["", {}]);
    const other = await scene({ "venv/bin/note": "" });
    await other.host.exec("ln", ["-s", String(python), "venv/bin/python"]);
    const used = await other.host.run(inline("python", "import sys; return sys.executable"), ["", {}]);
    expect(used).toBe(join(other.folder, "venv/bin/python"));
  });

  test("programs that it started end with it", async () => {
    const { host, folder } = await scene();
    const code = `import subprocess\nsubprocess.Popen(["sh", "-c", "sleep 1; touch ${folder}/outlived"]).wait()`;
    const error = await errorOf(host.run(inline("python", code), ["", {}], { timeoutMs: 300 }));
    expect(error.message).toContain("it took longer than 300 ms");
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await host.exec("ls", [])).toBe("");
  });

  test("output without end is bounded", async () => {
    const { host, printed } = await scene();
    const code = "for i in range(3000):\n    print('y' * 1000)\nprint('z' * 100000, end='')\nreturn 1";
    expect(await host.run(inline("python", code), ["", {}])).toBe(1);
    await expect.poll(() => printed.at(-1)).toBe("(it printed more, which is not shown)");
    expect(printed.join("").length).toBeLessThan(1_100_000);
  });

  test("relative paths start at the suite's folder", async () => {
    const { host } = await scene({ "a.txt": "text" });
    expect(await host.run(inline("python", "open('a.txt').read()"), ["", {}])).toBe("text");
  });

  test("an abort kills what runs, and its call is interrupted", async () => {
    const controller = new AbortController();
    const { host } = await scene({}, { signal: controller.signal });
    const call = host.run(inline("python", "while True:\n    pass"), ["", {}]);
    setTimeout(() => controller.abort(), 300);
    await expect(call).rejects.toBeInstanceOf(Interrupted);
  });

  test("close leaves no process behind", async () => {
    const { host } = await scene();
    const pid = Number(await host.run(inline("python", "import os; return os.getpid()"), ["", {}]));
    await host.close();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
