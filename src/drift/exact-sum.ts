const splitter = 2 ** 27 + 1;

/**
 * A sum of doubles and of products of doubles, kept in two doubles, about 106 bits, so that its rounding does not depend on how
 * many there are. After Dekker (1971) and Knuth, The Art of Computer Programming, volume 2, section 4.2.2.
 */
export class ExactSum {
  #high = 0;
  #low = 0;

  add(value: number): void {
    this.#addPair(value, 0);
  }

  /** Neither factor may exceed 2^996. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    this.#addPair(product, productError(a, b, product));
  }

  /** `this − other² / count`, rounded once. */
  lessSquareOver(other: ExactSum, count: number): number {
    const square = new ExactSum();
    square.addProduct(other.#high, other.#high);
    square.addProduct(2 * other.#high, other.#low);
    square.addProduct(other.#low, other.#low);
    const [high, low] = square.#over(count);
    const rest = new ExactSum();
    rest.#addPair(this.#high, this.#low);
    rest.#addPair(-high, -low);
    return rest.value;
  }

  over(count: number): number {
    const [high, low] = this.#over(count);
    return high + low;
  }

  get value(): number {
    return this.#high + this.#low;
  }

  #over(count: number): [high: number, low: number] {
    const first = this.#high / count;
    const product = first * count;
    const rest = this.#high - product - productError(first, count, product) + this.#low;
    return [first, rest / count];
  }

  #addPair(high: number, low: number): void {
    const sum = this.#high + high;
    const back = sum - this.#high;
    const error = this.#high - (sum - back) + (high - back) + this.#low + low;
    this.#high = sum + error;
    this.#low = error - (this.#high - sum);
  }
}

/** What rounding took off a product. */
function productError(a: number, b: number, product: number): number {
  const bigA = splitter * a;
  const highA = bigA - (bigA - a);
  const lowA = a - highA;
  const bigB = splitter * b;
  const highB = bigB - (bigB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
