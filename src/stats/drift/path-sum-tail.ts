/** Sums that paths to one place can have, rising, and how many paths have each. */
interface Sums {
  readonly values: Float64Array;
  readonly paths: Float64Array;
}

const none: Sums = { values: new Float64Array(0), paths: new Float64Array(0) };

/**
 * Exact chance that two samples of one continuous distribution are as far apart as Anderson's `u`, or further. Each order of the values is
 * a path over a grid; the sums of squared distances are counted place by place. Meant for 20 values a side at most.
 * @param u n Σ (rank among all − rank within)² over the one sample, plus m times that over the other.
 * @see Y. Xiao, A. Gordon and A. Yakovlev, Journal of Statistical Software 17 (2006) 8
 */
export function pathSumTail(n: number, m: number, u: number): number {
  const common = leastCommonMultiple(n, m);
  const [stepN, stepM] = [common / n, common / m];
  // The statistic in whole units of the grid. Ties can leave it between two of them: the lower counts.
  const seen = Math.floor(
    (common * common * (n + m) * (6 * u - n * m * (4 * n * m - 1))) / (6 * n * n * m * m) + 1e-9,
  );
  let row: Sums[] = [];
  for (let i = 0; i <= n; i++) {
    const next: Sums[] = [];
    for (let j = 0; j <= m; j++) {
      const start = i === 0 && j === 0;
      const sums = start
        ? { values: Float64Array.of(0), paths: Float64Array.of(1) }
        : added(row[j] ?? none, next[j - 1] ?? none);
      const distance = (i * stepN - j * stepM) ** 2;
      next.push({ values: sums.values.map((value) => value + distance), paths: sums.paths });
    }
    row = next;
  }
  const { values, paths } = row[m] ?? none;
  let [above, all] = [0, 0];
  paths.forEach((count, place) => {
    all += count;
    if ((values[place] ?? 0) >= seen) above += count;
  });
  return above / all;
}

function added(a: Sums, b: Sums): Sums {
  const values = new Float64Array(a.values.length + b.values.length);
  const paths = new Float64Array(values.length);
  let [i, j, size] = [0, 0, 0];
  while (i < a.values.length || j < b.values.length) {
    const value = Math.min(a.values[i] ?? Number.POSITIVE_INFINITY, b.values[j] ?? Number.POSITIVE_INFINITY);
    let count = 0;
    if (a.values[i] === value) count += a.paths[i++] ?? 0;
    if (b.values[j] === value) count += b.paths[j++] ?? 0;
    values[size] = value;
    paths[size++] = count;
  }
  return { values: values.slice(0, size), paths: paths.slice(0, size) };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
