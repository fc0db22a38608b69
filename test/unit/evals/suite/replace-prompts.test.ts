import { expect, test } from "vitest";
import type { NativeSuite } from "../../../../src/evals/suite/native-suite.js";
import { readNativeSuite } from "../../../../src/evals/suite/read-native-suite.js";
import { replacePrompts } from "../../../../src/evals/suite/replace-prompts.js";
import { suiteSource } from "../../../support/suite-source.js";

async function suiteWith(prompt: string): Promise<NativeSuite> {
  const text = `target: {prompt: ${prompt}, providers: echo}\ncases: [{vars: {q: a}}]\ngraders: [{contains: a}]\n`;
  return readNativeSuite(await suiteSource(text));
}

async function labels(prompt: string, ...references: string[]) {
  const { suite, unused, ambiguous } = replacePrompts(await suiteWith(prompt), references);
  const { target } = suite;
  const prompts =
    target?.kind === "prompt" ? target.prompts.map(({ prompt: one }) => [one.label, one.body]) : [];
  return { prompts, unused, ambiguous };
}

const reference = (text: string) => ({ kind: "reference", reference: text });

test("a prompt is asked in another version, and keeps a label that it was given", async () => {
  const { prompts } = await labels(
    "[answer@stable, {name: other, label: old}]",
    "answer@1.1.0",
    "other@2.0.0",
  );
  expect(prompts).toEqual([
    ["answer@1.1.0", reference("answer@1.1.0")],
    ["old", reference("other@2.0.0")],
  ]);
});

test("nothing is replaced where a name is not asked, or asked several times", async () => {
  expect(await labels("answer", "answer@1.0.0", "anwser@1.0.0")).toMatchObject({
    ...{ unused: ["anwser"], ambiguous: [] },
    prompts: [["answer", reference("answer")]],
  });
  expect((await labels("[answer@1.0.0, answer@stable]", "answer@1.1.0")).ambiguous).toEqual(["answer"]);
  expect((await labels('{text: "{{ q }}"}', "answer@1.1.0")).unused).toEqual(["answer"]);
});
