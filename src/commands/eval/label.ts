import type { App } from "../../app/app.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { type AnswerToLabel, answersToLabel } from "../../app/evals/judging/answers-to-label.js";
import { LabelFile } from "../../app/evals/judging/label-file.js";
import { readSuite } from "../../app/evals/read-suite.js";
import { hasKeyboard, interruptKey, readKeys } from "../../app/read-keys.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { timestamp } from "../../core/format-time.js";
import { requireText } from "../../core/require-text.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { categoriesOf, type LabelScale } from "../../evals/judge-proof/label-scale.js";
import { answerLines, keyLine, keysHelp } from "./label-screen.js";
import { readScale } from "./read-scale.js";

export interface LabelCommandOptions {
  readonly run?: string;
  readonly grader?: string;
  readonly sample: number;
  readonly seed: string;
  readonly scale: string;
  readonly out?: string;
  readonly stdin: boolean;
}

interface Session {
  readonly app: App;
  readonly file: LabelFile;
  readonly grader: string;
  readonly scale: LabelScale;
  readonly by: string;
  /** Those that have no label yet. */
  readonly answers: readonly AnswerToLabel[];
  /** Of all that were drawn. */
  readonly done: number;
}

/** `mlx eval label` */
export async function label(app: App, typed: string, options: LabelCommandOptions): Promise<ExitCode> {
  const { run, grader: wanted, sample, seed, out } = options;
  requireText("--grader", wanted);
  if (sample === 0) throw usage("--sample takes 1 or more", "leave it out for 50");
  requireInput(app, options);
  const scale = keyScale(options.scale);
  const suite = await readSuite(app, await findSuite(app, typed));
  const selection = {
    sample,
    seed,
    ...(run !== undefined && { run }),
    ...(wanted !== undefined && { grader: wanted }),
  };
  const { grader, answers } = await answersToLabel(app, suite, selection);
  const file = await LabelFile.open(app, suite.name, out, scale);
  const { email } = await requireAuthor(await app.git());
  const open = answers.filter(({ result: { id }, outputDigest }) => !file.has({ id, outputDigest, grader }));
  const done = answers.length - open.length;
  const session: Session = { app, file, grader, scale, by: email, answers: open, done };
  const { labelled, skipped, interrupted } = await ask(session);
  const left = open.length - labelled;
  const counts = { labelled, skipped, left, before: done };
  if (app.ui.mode.json) app.ui.json({ suite: suite.name, grader, path: file.path, ...counts });
  else tell(app, suite.name, file.path, counts);
  return interrupted ? ExitCode.interrupted : ExitCode.ok;
}

function requireInput(app: App, { stdin }: LabelCommandOptions): void {
  if (stdin) return;
  if (app.ui.mode.json)
    throw usage("--json cannot show answers to label", "with --stdin it tells what was labelled");
  if (hasKeyboard(app)) return;
  throw new MlxError("MLX_NO_TERMINAL", "mlx eval label asks a person, and standard input is no terminal", {
    hint: "run it at a terminal; scripts hand in keys as lines with --stdin, or write a file of labels themselves",
    exitCode: 2,
  });
}

/** One key a label. */
function keyScale(text: string): LabelScale {
  const scale = readScale(text) ?? "pass";
  if (scale === "pass" || (scale.low >= 0 && scale.high <= 9)) return scale;
  throw usage(`--scale ${text} takes more than one key a label`, "keep within 0..9, such as 1..5");
}

interface Asked {
  readonly labelled: number;
  readonly skipped: number;
  /** By Ctrl-C or a signal. */
  readonly interrupted: boolean;
}

/** Shows answers and takes labels until there are no more of either. */
async function ask(session: Session): Promise<Asked> {
  const { app, answers, scale, done } = session;
  const labelled = new Map<number, string | number>();
  const skipped = new Set<number>();
  let place = 0;
  let interrupted = false;
  const show = () => {
    const answer = answers[place];
    if (answer === undefined) return;
    const total = done + answers.length;
    const title = { place: done + place + 1, total };
    const before = labelled.get(place);
    const said = before === undefined ? [] : [app.ui.theme.yellow(`you said ${before}; s leaves it`)];
    app.ui.answer([...answerLines(app.ui, answer, title), ...said, keyLine(app.ui, scale)].join("\n"));
  };
  show();
  if (answers.length === 0) return { labelled: 0, skipped: 0, interrupted };
  for await (const key of readKeys(app)) {
    const move = moveOf(key, scale);
    if (move === "interrupt") interrupted = true;
    if (move === "quit" || move === "interrupt") break;
    if (move === "help") app.ui.answer(keysHelp(scale).join("\n"));
    else if (move === "back" && place === 0) app.ui.answer("this is the first one");
    else if (move === "back") {
      place--;
      show();
    } else if (move === "unknown") app.ui.answer(`${displayPath(key)} is no key here; ? shows them`);
    else {
      const answer = answers[place];
      if (answer === undefined) break;
      if (move === "skip" && !labelled.has(place)) skipped.add(place);
      else if (move === "skip") app.ui.answer(app.ui.theme.dim("→ as it was"));
      else {
        put(session, answer, move.label);
        labelled.set(place, move.label);
        skipped.delete(place);
        app.ui.answer(app.ui.theme.dim(`→ ${move.label}`));
      }
      place++;
      show();
      if (place >= answers.length) break;
    }
  }
  return { labelled: labelled.size, skipped: skipped.size, interrupted: interrupted || app.signal.aborted };
}

type Move = "quit" | "interrupt" | "help" | "back" | "skip" | "unknown" | { readonly label: string | number };

function moveOf(key: string, scale: LabelScale): Move {
  const letter = key.toLowerCase();
  const named = new Map<string, Move>([
    ["q", "quit"],
    [interruptKey, "interrupt"],
    ["?", "help"],
    ["b", "back"],
    ["s", "skip"],
    ...(scale === "pass"
      ? ([
          ["p", { label: "pass" }],
          ["f", { label: "fail" }],
        ] as const)
      : categoriesOf(scale).map((name) => [name, { label: Number(name) }] as const)),
  ]);
  return named.get(letter) ?? "unknown";
}

function put(
  { app, file, grader, by }: Session,
  { result, outputDigest }: AnswerToLabel,
  label: string | number,
): void {
  const { id, prompt, provider } = result;
  file.put({ id, prompt, provider, grader, outputDigest, label, by, time: timestamp(app.now()) });
}

function tell(
  app: App,
  suite: string,
  path: string,
  { labelled, left, before }: { readonly labelled: number; readonly left: number; readonly before: number },
): void {
  const kept = `${countOf(labelled, "label")} added to ${displayPath(path)}, which has ${labelled + before} of ${labelled + before + left}`;
  app.ui.out(labelled + before === 0 ? "no label was given" : kept);
  if (left > 0) app.ui.out("go on with the same command");
  else
    app.ui.out(
      `see what the judge is worth: mlx eval judge ${shellQuote(suite)} --labels ${shellQuote(path)}`,
    );
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
