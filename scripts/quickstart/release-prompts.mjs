// The third part of the quickstart: Ada writes the prompts of a support bot, has each commit checked, and releases them.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
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

function json(person, line) {
  return JSON.parse(person.run(`${line} --json`, { quiet: true }));
}

/** @returns what the summary tells of it. */
export function releasePrompts(base, ada) {
  chapter(
    "Ada writes prompts",
    "A bot that answers questions about mlx from these very guides. A prompt is a file: settings, inputs, a template.",
  );
  for (const name of ["answer", "route", "judge"]) {
    const from = join(example, "prompts", name, "prompt.md");
    cpSync(from, ada.path("prompts", name, "prompt.md"));
  }
  cpSync(join(example, "prompts", "_partials"), ada.path("prompts", "_partials"), { recursive: true });
  ada.run("mlx prompt lint");
  ada.run('mlx prompt render route --var "question=How do I track a folder?" --var "guides={}"');

  chapter(
    "git checks every commit",
    "The hook lints what is staged. A key that slipped in, and a variable that nobody gives, do not get through.",
  );
  ada.run("mlx hooks install");
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Write the prompts of a support bot"');
  const route = ada.path("prompts", "route", "prompt.md");
  const good = readFileSync(route, "utf8");
  const key = ["gh", "p_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0p", "INUx"].join("");
  edit(route, "Guides:\n", `Guides (fetched with ${key}):\n`);
  edit(route, "<question>{{ question }}</question>", "<question>{{ qestion }}</question>");
  ada.run("git add --all", { quiet: true });
  const refused = ada.run('git commit --quiet -m "Say where the guides come from"', { exit: 1 });
  for (const told of ["secret", "undeclared-variable", "qestion"]) expectText(refused, told);
  if (refused.includes(key)) throw new Surprise("the hook printed the key");
  writeFileSync(route, good);
  ada.run("git add --all", { quiet: true });
  expectEqual(ada.run("git status --porcelain", { quiet: true }), "", "what is left of the bad change");

  chapter(
    "She releases a version",
    "A frozen copy with its digest; stable is one line that points at it. Both are files of the commit.",
  );
  ada.run('mlx prompt publish answer --version 1.0.0 -m "First release"');
  ada.run("mlx prompt alias answer stable 1.0.0");
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Release answer 1.0.0"');
  show(
    "ada",
    "cat prompts/answer/aliases/stable",
    readFileSync(ada.path("prompts", "answer", "aliases", "stable"), "utf8"),
  );

  chapter("And a better one", "What changed, in meaning and in words, and what it costs.");
  const answer = ada.path("prompts", "answer", "prompt.md");
  edit(answer, "- Name in", "- Answer in at most three sentences.\n- Name in");
  edit(answer, "max_output_tokens: 600", "max_output_tokens: 300");
  expectText(ada.run("mlx prompt diff answer"), "max_output_tokens");
  ada.run('mlx prompt publish answer --bump minor -m "Shorter answers"');
  ada.run("mlx prompt alias answer stable 1.1.0");
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Release answer 1.1.0"');

  chapter(
    "The short answers were too short",
    "Back to the version before, as a new event. Nothing is edited, nothing is lost.",
  );
  ada.run('mlx prompt alias answer stable --rollback -m "Answers lack the commands"');
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Roll answer back"', { quiet: true });
  expectText(ada.run("mlx registry log"), "rollback");
  ada.run("mlx registry verify");

  chapter(
    "The program takes what stable points at",
    "From a shallow clone without tags: pointer, event, record and frozen text are all in the commit.",
  );
  ada.run("git push --quiet origin main", { quiet: true });
  const hub = personAt(base, "Ben", ".");
  hub.run(`git clone --quiet --depth 1 --no-tags file://${base}/hub.git production`);
  const production = personAt(base, "Ben", "production");
  production.run("mlx registry verify");
  const ask = join(example, "ask.mjs");
  const question = "How do I share a data set?";
  const told = production.run(`node ${ask} --guides ${project} "${question}"`, { quiet: true });
  show("production", `node ask.mjs "${question}"`, told.split("\n").slice(0, 3).concat("…", "").join("\n"));
  expectText(told, "answer 1.0.0");
  expectText(told, question);
  const { events } = json(ada, "mlx registry log --prompt");
  say(`\n   ${paint("green", "✓")} ${events.length} decisions on record: who, what, when, and why`);
  return { prompts: 3, versions: 2, decisions: events.length };
}
