// A part of the quickstart: models become versions, and one of them gets into production: through gates, by two people, and back.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { chapter, edit, expectEqual, expectText, paint, personAt, say, sha256, show } from "./stage.mjs";

const gates = `
gates:
  production:
    - {evaluation: penguins}
    - {nonInferior: accuracy, margin: 0.05, evaluation: penguins}
    - {reproducibility: identical}
    - {scan: ok}
    - {approvals: 1}
`;

/** What Ada demands of a version before it may serve; the first one falls short. */
export function refuseFirstModel(ada) {
  chapter(
    "May it serve?",
    "model.yaml says what production demands: its suite passed, no worse than today's, repeatable, no code, a second person.",
  );
  const settings = ada.path("models", "penguins", "model.yaml");
  writeFileSync(settings, `${readFileSync(settings, "utf8").replace(/\n# gates:[\s\S]*$/, "")}${gates}`);
  show("ada", "tail -7 models/penguins/model.yaml", gates.trimStart());
  ada.run("git add --all", { quiet: true });
  ada.run('git commit --quiet -m "Register penguins@1"', { quiet: true });
  const told = ada.run("mlx model promote penguins@1 --to production", { exit: 1 });
  expectText(told, "76 of 103 cases, 73.8%");
  expectText(told, "refused");
  expectEqual(ada.run("git status --porcelain", { quiet: true }), "", "what the refused promotion changed");
}

/** Ben looks at a version in his clone, and his word comes back by git. */
function approve(ada, ben, version, reason, quiet) {
  ada.run("git add --all", { quiet: true });
  ada.run(`git commit --quiet -m "Register penguins@${version}"`, { quiet: true });
  ada.run("git push --quiet origin main", { quiet: true });
  ben.run("git pull --quiet --ff-only", { quiet: true });
  ben.run(`mlx model approve penguins@${version} -m "${reason}"`, { quiet });
  ben.run("git add models", { quiet: true });
  ben.run(`git commit --quiet -m "Approve penguins@${version}"`, { quiet: true });
  ben.run("git push --quiet origin main", { quiet: true });
  ada.run("git pull --quiet --ff-only", { quiet: true });
}

/** The second version passes what the first did not, and needs a second person. */
function promoteSecond(ada, ben) {
  chapter("And the better one?", "Every gate but one: nobody other than its author stands by it yet.");
  const told = ada.run("mlx model promote penguins@2 --to production", { exit: 1 });
  expectText(told, "mlx model approve penguins@2");
  ada.run("mlx data push", { quiet: true });

  chapter(
    "Ben approves it",
    "An event in git, bound to the bytes of the model and to the evidence. It lapses if either changes.",
  );
  approve(ada, ben, 2, "Read the report: Dream is fine now", false);

  chapter("Into production", "One event, one line that points, and the commit of both.");
  ada.run('mlx model promote penguins@2 --to production --commit -m "Knows all three species"');
  show(
    "ada",
    "cat models/penguins/aliases/production",
    readFileSync(ada.path("models", "penguins", "aliases", "production"), "utf8"),
  );
}

/** A third one is no worse on what is known, and has to go again. @param train runs a training under a name. */
function promoteThird(ada, ben, train) {
  chapter(
    "A third one, and back",
    "No worse on what is known, so it is let in; Ben finds that it hesitates. A rollback is one command and a new event.",
  );
  edit(ada.path("params.json"), '"learning_rate": 1', '"learning_rate": 0.5');
  ada.run('git commit --quiet --all -m "Smaller steps"', { quiet: true });
  train("smaller-steps");
  ada.run('mlx model register penguins model.json -m "Smaller steps"', { quiet: true });
  ada.run("mlx eval run penguins --model penguins@3 --record", { quiet: true });
  ada.run("mlx runs reproduce smaller-steps --record penguins@3", { quiet: true });
  approve(ada, ben, 3, "As good as 2", true);
  expectText(ada.run("mlx model promote penguins@3 --to production --commit"), "nonInferior: accuracy");
  ada.run('mlx model rollback penguins production --commit -m "Unsure about Chinstraps"');
  expectText(ada.run("mlx registry log penguins --model --limit 3"), "rollback");
  ada.run("mlx registry verify");
}

/** Whoever serves takes what production points at, and nothing else. */
function serve(base, ada, digest) {
  chapter(
    "The service takes what production points at",
    "From a shallow clone without tags: pointer, event and record are in the commit, the bytes come from the store.",
  );
  ada.run("mlx data push", { quiet: true });
  ada.run("git push --quiet origin main", { quiet: true });
  const hub = personAt(base, "Ben", ".");
  hub.run(`git clone --quiet --depth 1 --no-tags file://${base}/hub.git service`);
  const service = personAt(base, "Ben", "service");
  service.run("mlx registry verify --remote");
  service.run("mlx model pull penguins@production --to serving");
  expectEqual(sha256(service.path("serving", "model.json")), digest, "the digest of the model that serves");
  rmSync(service.cwd, { recursive: true, force: true });
  say(
    `\n   ${paint("green", "✓")} hashed here, without mlx: the model of the second training, byte for byte`,
  );
}

/**
 * @param digest of the second model, as hashed when it was trained. @param train runs a training under a name.
 * @returns what the summary tells of it.
 */
export function promoteModels(base, ada, { digest, train }) {
  const ben = personAt(base, "Ben", "ben");
  promoteSecond(ada, ben);
  promoteThird(ada, ben, train);
  serve(base, ada, digest);
  chapter(
    "What is left to do before production?",
    "A checklist, judged from what is in the repository; each gap comes with the command that mends it.",
  );
  ada.run("mlx doctor");
  const { events } = JSON.parse(ada.run("mlx registry log penguins --model --json", { quiet: true }));
  return { versions: 3, events: events.length };
}
