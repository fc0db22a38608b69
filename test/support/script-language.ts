import { describe, expect, onTestFinished, test } from "vitest";
import { errorOf, inline, type Language, scene } from "./script-scene.js";

/** The same things, said in one language. */
export interface LanguageCode {
  readonly endless: string;
  readonly addOne: string;
  /** Prints the lines a and b, and answers 1. */
  readonly prints: string;
  /** Answers the names of the environment that start with MLX_T, sorted. */
  readonly names: string;
}

/** What holds of the scripts of every language. */
export function describeLanguage(language: Language, code: LanguageCode): void {
  describe(`a script in ${language}`, () => {
    test("that hangs is killed, and those beside it get their answers", async () => {
      const { host } = await scene();
      const calls = Array.from({ length: 20 }, (_, n) => host.run(inline(language, code.addOne), [n, {}]));
      const hung = errorOf(host.run(inline(language, code.endless), [0, {}], { timeoutMs: 300 }));
      const after = Array.from({ length: 20 }, (_, n) => host.run(inline(language, code.addOne), [n, {}]));
      expect((await hung).message).toContain("it took longer than 300 ms and was stopped");
      expect(await Promise.all([...calls, ...after])).toEqual(
        [...Array(20).keys(), ...Array(20).keys()].map((n) => n + 1),
      );
    });

    test("may print: that is details, never part of the result", async () => {
      const { host, printed } = await scene();
      expect(await host.run(inline(language, code.prints), ["", {}])).toBe(1);
      await expect.poll(() => printed).toEqual(["a", "b"]);
    });

    test("sees the environment that is handed in, and no other", async () => {
      process.env["MLX_T_SECRET"] = "hidden";
      onTestFinished(() => {
        delete process.env["MLX_T_SECRET"];
      });
      const { host } = await scene({}, { env: { PATH: process.env["PATH"], MLX_T_GIVEN: "1" } });
      expect(await host.run(inline(language, code.names), ["", {}])).toEqual(["MLX_T_GIVEN"]);
    });
  });
}
