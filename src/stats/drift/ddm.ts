/** Values before anything is said. */
const warmUp = 30;
/** Standard deviations above the best error rate. */
const warning = 2;
const alarm = 3;

/**
 * DDM: an error rate that rises above the lowest one seen by 3 standard deviations has drifted, by 2 it warns. Starts anew after a drift.
 * @see J. Gama, P. Medas, G. Castillo and P. Rodrigues, Learning with Drift Detection, SBIA (2004)
 */
export class Ddm {
  #seen = 0;
  #rate = 0;
  #best = { rate: 0, sd: 0, sum: Number.POSITIVE_INFINITY };

  /** Takes whether the next prediction was wrong: 1 or true; else 0 or false. */
  add(wrong: boolean | 0 | 1): "ok" | "warning" | "drift" {
    this.#seen++;
    this.#rate += (Number(wrong) - this.#rate) / this.#seen;
    if (this.#seen <= warmUp) return "ok";
    const rate = this.#rate;
    const sd = Math.sqrt((rate * (1 - rate)) / this.#seen);
    if (rate + sd <= this.#best.sum) this.#best = { rate, sd, sum: rate + sd };
    if (rate + sd > this.#best.rate + alarm * this.#best.sd) {
      this.#seen = 0;
      this.#rate = 0;
      this.#best = { rate: 0, sd: 0, sum: Number.POSITIVE_INFINITY };
      return "drift";
    }
    return rate + sd > this.#best.rate + warning * this.#best.sd ? "warning" : "ok";
  }
}
