import { setImmediate as turn } from "node:timers/promises";
import { after, type Eventual } from "../../core/eventual.js";
import type { CaseResult, EvalCase } from "../../evals/types.js";
import { BudgetExhausted } from "./budget.js";
import { NotBegun } from "./call-lane.js";
import { CaseMemory } from "./case-memory.js";
import type { EvalWorld } from "./eval-world.js";
import type { ResultPlace } from "./results-index.js";
import type { ResultsWriter } from "./results-writer.js";
import { runGroup } from "./run-case.js";
import type { RunControl } from "./run-control.js";

/** Milliseconds after which work in this process lets signals, timers and writing have their turn. */
const turnEvery = 15;

/** The cases of a run, and who takes their results. */
export interface RunCasesInput {
  readonly world: EvalWorld;
  /** Some at a time. */
  readonly groups: AsyncIterable<readonly (readonly EvalCase[])[]>;
  readonly writer: ResultsWriter;
  readonly control: RunControl;
  /** Groups that may be under way at once. */
  readonly window: number;
  /** Told how many more cases have been met, whether or not they are run. */
  readonly onMet: (cases: number) => void;
  /** Called as soon as a result is on its way to the disk, in no particular order. */
  readonly onResult: (result: CaseResult) => void;
  /** Called for every result, those that the file already holds included, in the order of the cases. */
  readonly inOrder: (result: CaseResult) => void;
}

/**
 * Runs cases, many at once, and tells of their results in the order of the cases; those that the file already holds are read
 * from there. No more results than the window holds wait for one before them.
 */
export async function runCases(input: RunCasesInput): Promise<void> {
  const { groups, control, window, inOrder, onMet } = input;
  const underWay = new Pipe<readonly CaseResult[]>((results) => {
    for (const result of results) inOrder(result);
  });
  let lastTurn = performance.now();
  for await (const some of groups) {
    for (const group of some) {
      onMet(group.length);
      if (control.stopped) break;
      const results = knownResults(input, group) ?? start(input, group);
      underWay.add(results);
      if (group.some(CaseMemory.concerns)) await underWay.last();
      const isWaitedFor = results instanceof Promise;
      if (isWaitedFor || underWay.holds(window)) await underWay.lessThan(window);
      // What can end at once does so before the next one begins.
      if (!isWaitedFor && performance.now() - lastTurn <= turnEvery) continue;
      await turn();
      lastTurn = performance.now();
    }
    if (control.stopped) break;
  }
  await underWay.lessThan(1);
}

function knownResults(
  { writer }: RunCasesInput,
  group: readonly EvalCase[],
): readonly CaseResult[] | undefined {
  const places: ResultPlace[] = [];
  for (const { index } of group) {
    const place = writer.index.find(index);
    if (place === undefined) return undefined;
    places.push(place);
  }
  return places.map((place) => writer.read(place));
}

/** @returns no result where the evaluation was stopped before there could be one. */
function start(input: RunCasesInput, group: readonly EvalCase[]): Eventual<readonly CaseResult[]> {
  const { world, control, writer, onResult } = input;
  const results = after(runGroup(world, group), (given) => {
    const written = given.map((result) => writer.add(result));
    for (const result of written) onResult(result);
    return written;
  });
  return results instanceof Promise ? results.catch(withoutResults) : results;

  function withoutResults(error: unknown): readonly CaseResult[] {
    if (error instanceof NotBegun) return [];
    if (!(error instanceof BudgetExhausted)) throw error;
    control.stop({ kind: "budget", reason: error.message });
    return [];
  }
}

interface Slot<T> {
  /** Resolves once the value is known. */
  readonly awaited?: Promise<void>;
  known?: { readonly value: T };
}

/** Values in the order in which they were begun. */
class Pipe<T> {
  #slots: Slot<T>[] = [];
  #first = 0;

  /** @param take is given each value once it is there and those before it have been taken. */
  constructor(private readonly take: (value: T) => void) {}

  get #size(): number {
    return this.#slots.length - this.#first;
  }

  add(item: Eventual<T>): void {
    if (item instanceof Promise) this.#slots.push(slotOf(item));
    else if (this.#size === 0) this.take(item);
    else this.#slots.push({ known: { value: item } });
  }

  /** Waits until fewer than so many are left. @throws what one of them is rejected with, when its turn comes. */
  async lessThan(count: number): Promise<void> {
    for (this.#takeKnown(); this.#size >= count; this.#takeKnown()) await this.#slots[this.#first]?.awaited;
  }

  /** Whether so many are left. */
  holds(count: number): boolean {
    return this.#size >= count;
  }

  /** The one begun last has ended. */
  async last(): Promise<void> {
    await this.#slots.at(-1)?.awaited?.catch(() => undefined);
  }

  #takeKnown(): void {
    for (let slot = this.#slots[this.#first]; slot?.known !== undefined; slot = this.#slots[this.#first]) {
      this.#first++;
      this.take(slot.known.value);
    }
    if (this.#first <= 256 && this.#size > 0) return;
    this.#slots = this.#slots.slice(this.#first);
    this.#first = 0;
  }
}

function slotOf<T>(item: Promise<T>): Slot<T> {
  const awaited = item.then((value) => {
    slot.known = { value };
  });
  // What fails is told when its turn comes.
  awaited.catch(() => undefined);
  const slot: Slot<T> = { awaited };
  return slot;
}
