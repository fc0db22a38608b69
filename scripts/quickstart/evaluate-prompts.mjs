// The fourth part of the quickstart: Ada asks the bot 66 questions, changes its prompt for the worse, and is told so.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { decideOnPrompts } from "./decide-on-prompts.mjs";
import { startModelServer } from "./model-server.mjs";
import { chapter, edit, expectEqual, expectText, personAt, project, show } from "./stage.mjs";

const example = join(project, "examples", "support-bot");
const rule = `- Use the passages alone. What they do not say, you do not know: set "found" to false and say what is missing.\n`;

/** @returns what the summary tells of it. */
export function evaluatePrompts(base) {
  const server = startModelServer(base);
  try {
    const ada = personAt(base, "Ada", "ada", { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "" });
    const figures = evaluate(ada);
    return { ...figures, ...decideOnPrompts(ada, rule), page: join(base, "support-bot.html") };
  } finally {
    server.stop();
  }
}

function evaluate(ada) {
  chapter(
    "How good are the answers?",
    "A suite: questions with their passages, checks of each reply, a judge, and gates. Here a small server on this machine answers and judges.",
  );
  for (const file of ["answer.eval.yaml", "answer.jsonl", "graders.mjs"])
    cpSync(join(example, "evals", file), ada.path("evals", file));
  mkdirSync(ada.path("evals", "labels"));
  cpSync(join(example, "evals", "labels", "answer.jsonl"), ada.path("evals", "labels", "answer.jsonl"));
  ada.run("mlx eval validate answer");
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Ask what people ask"');
  const first = ada.run("mlx eval run answer", { exit: 5 });
  expectText(first, "? no regression of passRate: the suite has no baseline to compare with");
  expectText(first, "? judge κ ≥ 0.6 (grounded): grounded (extractive) is not proven");
  const good = lastEvaluation(ada);

  chapter(
    "Good enough for now",
    "She reads the five that failed, and accepts. The baseline is a file, a line for each question: reviewed and merged like code.",
  );
  ada.run('mlx eval baseline accept answer -m "Five questions are not answered well yet"');
  ada.run("git add evals/baselines", { quiet: true });
  ada.run('git commit --quiet -m "Accept a baseline"');

  chapter(
    "A harmless change?",
    "She takes one rule out of the prompt, to save tokens. The same questions are asked again, each held against itself before.",
  );
  edit(ada.path("prompts", "answer", "prompt.md"), rule, "");
  ada.run("git diff --unified=0 --no-color");
  const told = ada.run("mlx eval run answer --output ../support-bot.html", { exit: 1 });
  expectText(told, "regressed, −21.2 points (95%: −32.5 to −13.1)");
  expectText(told, "✗ no regression of passRate: regressed");
  expectText(told, "worse: ignore-rules (critical)");
  const bad = lastEvaluation(ada);
  expectEqual(bad.comparison.discordant.regressed, 14, "questions that became worse");

  chapter(
    "What went wrong?",
    "Which answers flipped, side by side; and of each what was asked, what came back and what every grader said of it.",
  );
  const flipped = ada.run("mlx eval compare baseline last --limit 1");
  expectText(flipped, "14 cases worse, 0 better");
  const one = ada.run("mlx eval show --case ignore-rules", { quiet: true });
  show("ada", "mlx eval show --case ignore-rules", `…\n${one.slice(one.lastIndexOf("user\n"))}`);
  expectText(one, "not mentioned");
  return { cases: good.cases.total, good: percent(good), bad: percent(bad) };
}

function lastEvaluation(person) {
  return JSON.parse(person.run("mlx eval show --json", { quiet: true }));
}

function percent({ passRate }) {
  return (passRate * 100).toFixed(1);
}
