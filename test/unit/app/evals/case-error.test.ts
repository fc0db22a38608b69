import { expect, test } from "vitest";
import { caseError } from "../../../../src/app/evals/case-error.js";
import { MlxError } from "../../../../src/core/errors.js";
import { ProviderFault } from "../../../../src/evals/provider.js";

const bot = { id: "exec:./bot.sh", label: "bot" };

test("a provider's fault is told under the provider's label, once", () => {
  const own = caseError(new ProviderFault("request", "exec:./bot.sh ended with exit code 3"), bot);
  expect(own).toEqual({ code: "MLX_PROVIDER_REQUEST", message: "bot ended with exit code 3" });
  const plain = caseError(new ProviderFault("timeout", "no answer within 5 s"), bot);
  expect(plain).toEqual({ code: "MLX_PROVIDER_TIMEOUT", message: "bot: no answer within 5 s" });
});

test("a fallback's fault is told under the label of the provider that was asked, and names the fallback", () => {
  const { message } = caseError(new ProviderFault("server", "openai:spare answered 500"), bot);
  expect(message).toBe("bot: openai:spare answered 500");
});

test("an error with a place says it, once", () => {
  const at = { file: "evals/s.eval.yaml", line: 3, column: 7 };
  const told = "evals/s.eval.yaml:3:7: it throws";
  expect(caseError(new MlxError("MLX_SCRIPT", "it throws", { at }), bot).message).toBe(told);
  expect(caseError(new MlxError("MLX_SCRIPT", told, { at }), bot).message).toBe(told);
});

test("anything else that is thrown is called a bug, and the case has it", () => {
  expect(caseError(new TypeError("x is not a function"), bot)).toEqual({
    code: "MLX_BUG",
    message: "unexpected failure: x is not a function",
  });
});
