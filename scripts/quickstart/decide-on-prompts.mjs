// The fifth part of the quickstart: the judge is held against people, a harmless change passes, and a release needs evidence.
import { appendFileSync } from "node:fs";
import { chapter, edit, expectEqual, expectText, paint, Surprise, say } from "./stage.mjs";

/** @param rule what was taken out of the prompt before. @returns what the summary tells of it. */
export function decideOnPrompts(ada, rule) {
  const kappa = proveJudge(ada);
  reword(ada, rule);
  promote(ada);
  return { kappa };
}

/** On the answers of the prompt without its rule, as there are some to reject. */
function proveJudge(ada) {
  chapter(
    "Who says that the judge is right?",
    "These 66 answers were read beside their passages and labelled: mlx eval label does not show what the judge said.",
  );
  const printed = ada.run(
    'mlx eval judge answer --labels evals/labels/answer.jsonl -m "Each read beside its passages"',
  );
  for (const told of ["66 labels", "the judge is milder than people 2 times", "content-address"])
    expectText(printed, told);
  const [, kappa, low] = /κ ([\d.]+) \(95% interval ([\d.]+) to/.exec(printed) ?? [];
  if (!(Number(low) >= 0.6)) throw new Surprise("the judge did not prove itself");
  say(
    "   What it overlooks: a row of a table that is read without its heading, which says whose figure is whose.",
  );
  ada.run("git add evals/judges", { quiet: true });
  ada.run('git commit --quiet -m "Prove a judge"');
  return kappa;
}

function reword(ada, rule) {
  chapter(
    "And a change that is harmless",
    "The same rule in other words. The verdict is no proof that nothing changed; it says how large a change would have shown.",
  );
  ada.run("git restore prompts/answer/prompt.md");
  edit(
    ada.path("prompts", "answer", "prompt.md"),
    rule,
    '- Answer from the passages only. If they do not say it, you do not know it: set "found" to false, and say what is missing.\n',
  );
  ada.run("git diff --unified=0 --no-color");
  const printed = ada.run("mlx eval run answer");
  expectText(printed, "no evidence of change (0 points (95%: −5.5 to +5.5)");
  expectText(printed, "an effect of 11.7 points (8 of 66 cases) would have shown");
  expectEqual(lastVerdict(ada), "passed", "the verdict on other words for the same rule");
}

function promote(ada) {
  chapter(
    "Releasing it takes evidence",
    "stable wants a passed evaluation of exactly this version, with the questions and graders as they are now.",
  );
  appendFileSync(ada.path("mlx.yaml"), "prompts:\n  gates:\n    stable: [{ evaluation: answer }]\n");
  ada.run('mlx prompt publish answer --bump patch -m "Say it in plainer words"', { quiet: true });
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Publish answer 1.1.1, and demand evidence"');
  const refused = ada.run("mlx prompt alias answer stable 1.1.1", { exit: 1 });
  expectText(refused, "there is no evidence");
  const recorded = ada.run("mlx eval run answer --prompt answer@1.1.1 --record", { quiet: true });
  expectText(recorded, "evidence of answer@1.1.1: prompts/answer/evidence/");
  const [evidence] = /^evidence of .*$/m.exec(recorded) ?? [];
  say(`\n   ${paint("dim", "ada $")} ${paint("cyan", "mlx eval run answer --prompt answer@1.1.1 --record")}`);
  say(`   …\n   ${evidence}`);
  ada.run("mlx prompt alias answer stable 1.1.1");
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Release answer 1.1.1"', { quiet: true });
  expectText(
    ada.run("mlx registry log --alias stable --limit 1"),
    "passed evaluation: answer (passed: 61 of 66 cases",
  );
  expectText(ada.run("mlx registry verify"), "pieces of evidence");
  say(
    `\n   ${paint("green", "✓")} the worse prompt was stopped with a reason, the reworded one released on evidence`,
  );
}

function lastVerdict(person) {
  return JSON.parse(person.run("mlx eval show --json", { quiet: true })).verdict;
}
