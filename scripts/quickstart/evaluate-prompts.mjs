// The fourth part of the quickstart: Ada asks the bot 66 questions, changes its prompt for the worse, and is told so.
import { spawn } from "node:child_process";
import { closeSync, cpSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  chapter,
  edit,
  expectEqual,
  expectText,
  paint,
  personAt,
  project,
  Surprise,
  say,
  show,
} from "./stage.mjs";

const example = join(project, "examples", "support-bot");
const rule = `- Use the passages alone. What they do not say, you do not know: set "found" to false and say what is missing.\n`;

/** Starts the example's stand-in for a model, a process of its own on a free port. @returns its address, and how to end it. */
function startServer(base) {
  const said = join(base, "server.txt");
  const output = openSync(said, "w");
  const child = spawn(process.execPath, [join(example, "model-server.mjs"), "0"], {
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const still = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < 10_000; waited += 50) {
    const [, url] = /^OPENAI_BASE_URL=(\S+)\n/.exec(readFileSync(said, "utf8")) ?? [];
    if (url !== undefined) return { url, stop: () => child.kill() };
    Atomics.wait(still, 0, 0, 50);
  }
  child.kill();
  throw new Surprise(`the example's server did not start: ${readFileSync(said, "utf8")}`);
}

/** @returns what the summary tells of it. */
export function evaluatePrompts(base) {
  const server = startServer(base);
  try {
    return evaluate(personAt(base, "Ada", "ada", { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "" }));
  } finally {
    server.stop();
  }
}

function evaluate(ada) {
  chapter(
    "How good are the answers?",
    "A suite: questions with their passages, checks of each reply, and a judge. Here a small server on this machine answers and judges.",
  );
  mkdirSync(ada.path("evals"));
  for (const file of ["answer.eval.yaml", "answer.jsonl", "graders.mjs"])
    cpSync(join(example, "evals", file), ada.path("evals", file));
  ada.run("mlx eval validate answer");
  ada.run("mlx eval run answer");
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Evaluate the answers"', { quiet: true });
  const good = lastEvaluation(ada);

  chapter(
    "A harmless change?",
    "She takes one rule out of the prompt, to save tokens. The same questions are asked again.",
  );
  edit(ada.path("prompts", "answer", "prompt.md"), rule, "");
  ada.run("git diff --unified=0 --no-color");
  const told = ada.run("mlx eval run answer", { exit: 1 });
  expectText(told, "✗ passRate ≥ 0.8 (kind: not-in-guides)");
  const bad = lastEvaluation(ada);
  if (bad.passRate >= good.passRate) throw new Surprise("the figures did not get worse");

  chapter(
    "What went wrong?",
    "Each case keeps what was asked, what came back and what every grader said of it.",
  );
  const failed = ada.run("mlx eval show --failed", { quiet: true });
  show("ada", "mlx eval show --failed", `${failed.split("\n").slice(-8).join("\n")}`);
  const one = ada.run("mlx eval show --case ignore-rules", { quiet: true });
  show("ada", "mlx eval show --case ignore-rules", `…\n${one.slice(one.lastIndexOf("user\n"))}`);
  expectText(one, "not mentioned");

  chapter(
    "Back to what was good",
    "Answers that are known are not asked for again, so this takes no time and costs nothing.",
  );
  ada.run("git checkout --quiet prompts/answer/prompt.md");
  ada.run("mlx eval run answer");
  const again = lastEvaluation(ada);
  expectEqual(again.passRate, good.passRate, "the pass rate after the change was taken back");
  ada.run("mlx eval list");
  say(`\n   ${paint("green", "✓")} the regression was found by the suite, and explained by one of its cases`);
  return { cases: good.cases.total, good: percent(good), bad: percent(bad) };
}

function lastEvaluation(person) {
  return JSON.parse(person.run("mlx eval show --json", { quiet: true }));
}

function percent({ passRate }) {
  return (passRate * 100).toFixed(1);
}
