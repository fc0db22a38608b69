import { setImmediate as turn } from "node:timers/promises";
import type { CaseResult, EvalCase } from "../../evals/types.js";
import { BudgetExhausted } from "./budget.js";
import { NotBegun } from "./call-lane.js";
import { CaseMemory } from "./case-memory.js";
import type { EvalWorld } from "./eval-world.js";
import type { ResultsWriter } from "./results-writer.js";
import { runGroup } from "./run-case.js";
import type { RunControl } from "./run-control.js";

/** Milliseconds after which work in this process lets signals, timers and writing have their turn. */
const turnEvery = 15;

export interface RunCasesInput {
  readonly world: EvalWorld;
  readonly groups: AsyncIterable<readonly EvalCase[]>;
  readonly writer: ResultsWriter;
  readonly control: RunControl;
  /** Groups that may be under way at once. */
  readonly window: number;
  /** Called as soon as a result is on its way to the disk, in no particular order. */
  readonly onResult: (result: CaseResult) => void;
}

/**
 * Runs cases, many at once, and gives their results in the order of the cases; those that the file already holds are read
 * from there. No more results than the window holds wait for one before them.
 */
export async function* runCases(input: RunCasesInput): AsyncGenerator<CaseResult> {
  const { groups, control, window, writer } = input;
  const underWay = new Pipe<readonly CaseResult[]>();
  let lastTurn = performance.now();
  for await (const group of groups) {
    if (control.stopped) break;
    const known = group.map(({ index }) => writer.index.find(index));
    if (known.every((place) => place !== undefined))
      underWay.add(Promise.resolve(known.map((place) => writer.read(place))));
    else underWay.add(start(input, group));
    if (group.some(CaseMemory.concerns)) await underWay.last();
    while (underWay.size >= window) yield* await underWay.next();
    if (performance.now() - lastTurn > turnEvery) {
      await turn();
      lastTurn = performance.now();
    }
  }
  while (underWay.size > 0) yield* await underWay.next();
}

/** @returns no result where the evaluation was stopped before there could be one. */
async function start(input: RunCasesInput, group: readonly EvalCase[]): Promise<readonly CaseResult[]> {
  const { world, control, writer, onResult } = input;
  try {
    const results = (await runGroup(world, group)).map((result) => writer.add(result));
    for (const result of results) onResult(result);
    return results;
  } catch (error) {
    if (error instanceof NotBegun) return [];
    if (!(error instanceof BudgetExhausted)) throw error;
    control.stop({ kind: "budget", reason: error.message });
    return [];
  }
}

/** Promises in the order in which they were begun. */
class Pipe<T> {
  #items: Promise<T>[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  add(item: Promise<T>): void {
    // What fails is told when its turn comes.
    item.catch(() => undefined);
    this.#items.push(item);
  }

  next(): Promise<T> {
    const item = this.#items[this.#first++];
    if (item === undefined) throw new RangeError("nothing is under way");
    if (this.#first > 1024) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** The one begun last has ended. */
  async last(): Promise<void> {
    await this.#items.at(-1)?.catch(() => undefined);
  }
}
