import { binomialCdf, binomialDensity } from "./distributions/binomial.js";

/**
 * Chance that the exact two-sided McNemar test rejects: summed over how many cases change and how many of these improve.
 * @param cases whole, 0 or more. @param improving, @param regressing chance of each for a case; their sum is at most 1.
 */
export function mcnemarPower(cases: number, improving: number, regressing: number, alpha: number): number {
  const changing = improving + regressing;
  if (changing <= 0) return 0;
  const mean = cases * changing;
  // What lies further out is below 1e-14 of the whole.
  const reach = 8 * Math.sqrt(mean * Math.max(0, 1 - changing)) + 16;
  const from = changing >= 1 ? cases : Math.max(0, Math.floor(mean - reach));
  const to = Math.min(cases, Math.ceil(mean + reach));
  const rejection = new RejectionChance(from, improving / changing, alpha);
  let weight = binomialDensity(from, cases, Math.min(1, changing));
  let power = 0;
  for (let changed = from; changed <= to; changed++) {
    power += weight * rejection.value;
    rejection.grow();
    weight *= ((cases - changed) / (changed + 1)) * (changing / (1 - changing));
  }
  return Math.min(1, power);
}

/** Chance of a rejection given how many cases changed, kept up to date as that number grows by one at a time. */
class RejectionChance {
  /** The test rejects where at most so many changed in the rarer direction; −1: never. */
  #critical: number;
  readonly #alpha: number;
  readonly #even: BinomialTail;
  readonly #improved: BinomialTail;
  readonly #regressed: BinomialTail;

  constructor(changed: number, improving: number, alpha: number) {
    this.#alpha = alpha;
    this.#critical = firstCritical(changed, alpha);
    this.#even = new BinomialTail(this.#critical, changed, 0.5);
    this.#improved = new BinomialTail(this.#critical, changed, improving);
    this.#regressed = new BinomialTail(this.#critical, changed, 1 - improving);
  }

  get value(): number {
    return this.#critical < 0 ? 0 : this.#improved.sum + this.#regressed.sum;
  }

  grow(): void {
    const tails = [this.#even, this.#improved, this.#regressed];
    for (const tail of tails) tail.addTrial();
    if (!rejects(this.#even.sum + this.#even.next, this.#alpha)) return;
    for (const tail of tails) tail.addSuccess();
    this.#critical++;
  }
}

function firstCritical(changed: number, alpha: number): number {
  let [from, to] = [-1, Math.ceil(changed / 2)];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (rejects(binomialCdf(middle, changed, 0.5), alpha)) from = middle;
    else to = middle;
  }
  return from;
}

/** Where a p-value is exactly the level, rounding must not decide. */
function rejects(tail: number, alpha: number): boolean {
  return 2 * tail <= alpha * (1 + 1e-12);
}

/** Chance of at most k successes in n trials, and of k + 1, while both grow. k stays below n. */
class BinomialTail {
  sum: number;
  next: number;
  #most: number;
  #trials: number;
  readonly #rate: number;

  constructor(most: number, trials: number, rate: number) {
    this.#most = most;
    this.#trials = trials;
    this.#rate = rate;
    this.sum = binomialCdf(most, trials, rate);
    this.next = binomialDensity(most + 1, trials, rate);
  }

  addTrial(): void {
    const scaled = (this.next * (1 - this.#rate)) / (this.#trials - this.#most);
    this.sum = Math.max(0, this.sum - scaled * (this.#most + 1));
    this.#trials++;
    this.next = scaled * this.#trials;
  }

  addSuccess(): void {
    this.sum += this.next;
    this.#most++;
    const odds = this.#rate / (1 - this.#rate);
    this.next = this.next === 0 ? 0 : (this.next * odds * (this.#trials - this.#most)) / (this.#most + 1);
  }
}
