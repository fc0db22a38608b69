// npm run quickstart: two people version a real data set with git and mlx, train and judge models on it and bring one into
// production, release prompts and evaluate them, in a temporary folder, step by step. Needs Node, git and the built mlx. Two pages
// with results stay; `--keep` leaves the whole folder for a look around.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { checkData } from "./quickstart/check-data.mjs";
import { evaluatePrompts } from "./quickstart/evaluate-prompts.mjs";
import { releasePrompts } from "./quickstart/release-prompts.mjs";
import { shareData } from "./quickstart/share-data.mjs";
import { paint, project, Surprise, say } from "./quickstart/stage.mjs";
import { trainModels } from "./quickstart/train-models.mjs";
import { watchData } from "./quickstart/watch-data.mjs";

const keep = process.argv.includes("--keep");

function story(base) {
  const started = Date.now();
  say(
    paint(
      "bold",
      "mlx quickstart: Ada and Ben share a data set, train a model, release prompts and evaluate them",
    ),
  );
  say(paint("dim", `everything happens in ${base}`));
  const { ada, files, rows, first, second } = shareData(base);
  const { faults } = checkData(ada);
  const { drifted } = watchData(ada);
  const { baseline, better, interval, page: models, released } = trainModels(base, ada);
  const { prompts, versions, decisions } = releasePrompts(base, ada);
  const { cases, good, bad, kappa, page: answers } = evaluatePrompts(base);

  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`\n${paint("bold", "What happened")}`);
  say(`   tracked      ${files} files, ${rows} rows, by 2 pointers in git`);
  say(`   first push   ${first.count} objects, ${first.bytes.toLocaleString("en-US")} bytes`);
  say(
    `   second push  1 object, ${(second.bytes - first.bytes).toLocaleString("en-US")} bytes: only what changed`,
  );
  say(
    `   checked      ${second.count} objects in the store and ${files * 2} files in two clones, by SHA-256`,
  );
  say(`   refused      a corrupted file, for ${faults} faults in 344 rows`);
  say(`   watched      8 columns: none moved in a fair half, ${drifted} in the years after`);
  say(`   trained      2 models: ${baseline} % and ${better} % of the held-out penguins recognised`);
  say(`   judged       the second one passes: 95% interval ${interval} %, and a gate for each island`);
  say("   repeated     the second of them, byte for byte");
  say(
    `   promoted     ${released.versions} versions through 5 gates, one refused and one taken back; ${released.events} events on record`,
  );
  say(`   released     ${versions} versions of one of ${prompts} prompts; ${decisions} decisions on record`);
  say(`   evaluated    ${cases} questions: ${good} % answered well, ${bad} % without one rule of the prompt`);
  say(
    `   decided      the regression stopped, the rewording released with evidence; the judge's κ is ${kappa}`,
  );
  say(`   time         ${seconds} s`);
  say("\nTwo pages stay: charts, intervals, gates, and every case to search and to read");
  say(`   the worse prompt  ${pathToFileURL(answers).href}`);
  say(`   the model         ${pathToFileURL(models).href}\n`);
}

/** Leaves the pages alone that the end of the story links to. */
function removeAllButPages(base) {
  for (const name of readdirSync(base)) if (!name.endsWith(".html")) removeFolder(join(base, name));
}

/** Objects are read-only, which some systems will not delete. */
function removeFolder(folder) {
  const options = { recursive: true, force: true, maxRetries: 3 };
  try {
    rmSync(folder, options);
  } catch {
    for (const path of readdirSync(folder, { recursive: true })) chmodSync(join(folder, String(path)), 0o700);
    rmSync(folder, options);
  }
}

function main() {
  if (!existsSync(join(project, "dist", "main.js"))) {
    process.stderr.write(
      `error: mlx is not built yet\nhint: run npm ci in ${relative(process.cwd(), project) || "this folder"} first\n`,
    );
    return 3;
  }
  if (spawnSync("git", ["--version"]).status !== 0) {
    process.stderr.write(
      "error: git was not found\nhint: install it from https://git-scm.com and run this again\n",
    );
    return 3;
  }
  const base = realpathSync(mkdtempSync(join(tmpdir(), "mlx-quickstart-")));
  let code = 1;
  try {
    story(base);
    code = 0;
  } catch (error) {
    if (!(error instanceof Surprise)) throw error;
    process.stderr.write(`\nerror: the quickstart met something unexpected: ${error.message}\n`);
  } finally {
    if (keep) say(`kept in ${base}`);
    else if (code === 0) removeAllButPages(base);
    else removeFolder(base);
  }
  return code;
}

process.exitCode = main();
