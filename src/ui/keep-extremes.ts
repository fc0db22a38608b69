/** A point of a curve. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Thins a curve to what a picture of `columns` columns can show: of the points of each column the lowest and the highest
 * stay, in their order, and so do the curve's first and last one. A column without any finite point keeps one, as a gap.
 * @param points in order of x.
 * @returns at most 2 × columns + 2 points; all of them if they are no more than that.
 */
export function keepExtremes(points: readonly CurvePoint[], columns: number): readonly CurvePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length <= 2 * columns + 2) return points;
  const span = last.x - first.x;
  const columnOf = (index: number, point: CurvePoint): number =>
    Math.min(
      columns - 1,
      Math.floor(((span > 0 ? (point.x - first.x) / span : index / points.length) || 0) * columns),
    );
  const kept: CurvePoint[] = [first];
  let column = new ColumnExtremes();
  let current = 0;
  for (const [index, point] of points.entries()) {
    const place = columnOf(index, point);
    if (place !== current) {
      kept.push(...column.points());
      column = new ColumnExtremes();
      current = place;
    }
    column.add(point);
  }
  return [...kept, ...column.points(), last].filter((point, index, all) => point !== all[index - 1]);
}

class ColumnExtremes {
  #lowest: CurvePoint | undefined;
  #highest: CurvePoint | undefined;
  #gap: CurvePoint | undefined;
  #lowestFirst = true;

  add(point: CurvePoint): void {
    if (!Number.isFinite(point.y)) {
      this.#gap ??= point;
      return;
    }
    if (this.#lowest === undefined || point.y < this.#lowest.y) {
      this.#lowest = point;
      this.#lowestFirst = false;
    }
    if (this.#highest === undefined || point.y > this.#highest.y) {
      this.#highest = point;
      this.#lowestFirst = true;
    }
  }

  points(): CurvePoint[] {
    if (this.#lowest === undefined || this.#highest === undefined) return this.#gap ? [this.#gap] : [];
    if (this.#lowest === this.#highest) return [this.#lowest];
    return this.#lowestFirst ? [this.#lowest, this.#highest] : [this.#highest, this.#lowest];
  }
}
