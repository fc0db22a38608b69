import { describe, expect, test } from "vitest";
import { describeLanguage } from "../support/script-language.js";
import { errorOf, inline, scene, sharedHost } from "../support/script-scene.js";

describeLanguage("ruby", {
  endless: "loop {}",
  addOne: "output + 1",
  prints: "puts 'a'\nputs 'b'\n1",
  names: "ENV.keys.select { |name| name.start_with?('MLX_T') }.sort",
});

describe("Ruby", () => {
  const shared = sharedHost();
  test.each([
    ["output.length > 3", true],
    ["context['vars']['n'] + 1", 8],
    ["words = output.split('l')\nreturn words.length if words\n0", 3],
    ["{ 'pass' => true, score: 0.5 }", { pass: true, score: 0.5 }],
  ])("%s", async (code, expected) => {
    const host = shared();
    expect(await host.run(inline("ruby", code), ["hello", { vars: { n: 7 } }])).toEqual(expected);
  });

  test.each([
    ["x = 1\nnosuch(x)", "ruby: line 2 of the code: NoMethodError: undefined method"],
    ["0.0 / 0", "it returned NaN, which JSON cannot hold"],
    ["a = []; a << a; a", "nested too deeply, or contains itself"],
    ["Object.new", "it returned a Object, which JSON cannot hold"],
    ["def (", "ruby: SyntaxError: "],
    ["exit 3", "it called exit"],
    ["exit! 3", "it ended its process with code 3"],
  ])("%s is an error of its case", async (code, message) => {
    const host = shared();
    expect((await errorOf(host.run(inline("ruby", code), ["hello", {}]))).message).toContain(message);
    expect(await host.run(inline("ruby", "1 + 1"), ["", {}])).toBe(2);
  });

  test("files: get_assert or a named method; errors name the line", async () => {
    const { host, file } = await scene({
      "a.rb":
        "def get_assert(output, context)\n  puts 'hello'\n  output == 'x'\nend\n\ndef fails(output, context)\n  raise ArgumentError, 'no'\nend\n",
    });
    expect(await host.run(file("ruby", "a.rb"), ["x", {}])).toBe(true);
    const error = await errorOf(host.run(file("ruby", "a.rb", "fails"), ["x", {}]));
    expect(error.message).toBe("a.rb:7:1: ArgumentError: no");
  });
});
