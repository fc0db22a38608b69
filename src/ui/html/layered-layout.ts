/** A box that is to be placed in a column. */
export interface LayoutBox {
  readonly id: string;
  /** From 0, the leftmost. */
  readonly column: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutLine {
  readonly from: string;
  readonly to: string;
}

export interface Layout {
  /** Where the left upper corner of each box is. */
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** The points that each line goes through, in its order: out of its box, past those in between, into its box. */
  readonly lines: readonly (LayoutLine & { readonly points: readonly Point[] })[];
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box, or the lane of a line that passes a column. */
interface Item {
  readonly box: LayoutBox;
  readonly left: Item[];
  readonly right: Item[];
  /** Of its middle. */
  y: number;
}

const columnGap = 64;
const rowGap = 16;
const passes = 12;

/**
 * Places boxes in columns so that lines, which lead to the right, cross seldom and pass between boxes: the layered method
 * of Sugiyama, Tagawa and Toda (1981), ordered by barycentres.
 */
export function layeredLayout(boxes: readonly LayoutBox[], lines: readonly LayoutLine[]): Layout {
  const items = new Map(boxes.map((box) => [box.id, itemOf(box)]));
  const columns = columnsOf([...items.values()]);
  const chains = lines.flatMap((line) => {
    const [from, to] = [items.get(line.from), items.get(line.to)];
    return from && to ? [{ ...line, chain: chainOf(from, to, columns) }] : [];
  });
  for (let pass = 0; pass < passes; pass++) {
    const order = pass % 2 === 0 ? columns : columns.toReversed();
    for (const column of order) sortColumn(column, pass % 2 === 0 ? "left" : "right");
  }
  for (const column of columns) stack(column);
  for (let pass = 0; pass < passes; pass++) {
    const order = pass % 2 === 0 ? columns : columns.toReversed();
    for (const column of order) settle(column);
  }
  return measured(items, columns, chains);
}

function itemOf(box: LayoutBox): Item {
  return { box, left: [], right: [], y: 0 };
}

/** Columns without boxes are left out. */
function columnsOf(items: readonly Item[]): Item[][] {
  const columns: Item[][] = [];
  for (const item of items) {
    const column = columns[item.box.column] ?? [];
    columns[item.box.column] = column;
    column.push(item);
  }
  return columns.filter((column) => column.length > 0);
}

/** Joins two items; in each column between them the line gets a lane of its own. */
function chainOf(from: Item, to: Item, columns: readonly Item[][]): Item[] {
  const between = columns.filter((column) => {
    const at = column[0]?.box.column ?? 0;
    return at > from.box.column && at < to.box.column;
  });
  const lanes = between.map((column) => {
    const widest = Math.max(...column.map(({ box }) => box.width));
    const [{ box } = from] = column;
    const lane = itemOf({ id: "", column: box.column, width: widest, height: 0 });
    column.push(lane);
    return lane;
  });
  const chain = [from, ...lanes, to];
  for (const [at, item] of chain.entries()) {
    const next = chain[at + 1];
    if (next === undefined) continue;
    item.right.push(next);
    next.left.push(item);
  }
  return chain;
}

function sortColumn(column: Item[], side: "left" | "right"): void {
  const keys = new Map(column.map((item, at) => [item, mean(item[side].map(({ y }) => y)) ?? at]));
  column.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
  // While columns are ordered, y is the place in the column.
  for (const [at, item] of column.entries()) item.y = at;
}

function stack(column: readonly Item[]): void {
  let top = 0;
  for (const item of column) {
    item.y = top + item.box.height / 2;
    top += item.box.height + rowGap;
  }
  for (const item of column) item.y -= top / 2;
}

/** Moves each item towards those that it is joined to, as far as its neighbours let it. */
function settle(column: readonly Item[]): void {
  const wanted = column.map((item) => mean([...item.left, ...item.right].map(({ y }) => y)) ?? item.y);
  let floor = Number.NEGATIVE_INFINITY;
  for (const [at, item] of column.entries()) {
    item.y = Math.max(wanted[at] ?? 0, floor + item.box.height / 2);
    floor = item.y + item.box.height / 2 + rowGap;
  }
  const shift = mean(column.map((item, at) => (wanted[at] ?? 0) - item.y)) ?? 0;
  for (const item of column) item.y += shift;
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function measured(
  items: ReadonlyMap<string, Item>,
  columns: readonly Item[][],
  chains: readonly (LayoutLine & { readonly chain: readonly Item[] })[],
): Layout {
  const all = columns.flat();
  const top = Math.min(0, ...all.map(({ box, y }) => y - box.height / 2));
  const bottom = Math.max(0, ...all.map(({ box, y }) => y + box.height / 2));
  const xs = new Map<number, number>();
  let x = 0;
  for (const column of columns) {
    xs.set(column[0]?.box.column ?? 0, x);
    x += Math.max(...column.map(({ box }) => box.width)) + columnGap;
  }
  const xOf = ({ box }: Item) => xs.get(box.column) ?? 0;
  return {
    places: new Map(
      [...items].map(([id, item]) => [id, { x: xOf(item), y: item.y - item.box.height / 2 - top }]),
    ),
    lines: chains.map(({ from, to, chain }) => ({
      ...{ from, to },
      points: chain.flatMap((item, at) => {
        const [start, end] = [xOf(item), xOf(item) + item.box.width].map((px) => ({
          x: px,
          y: item.y - top,
        }));
        if (start === undefined || end === undefined) return [];
        if (at === 0) return [end];
        return at === chain.length - 1 ? [start] : [start, end];
      }),
    })),
    width: Math.max(0, x - columnGap),
    height: bottom - top,
  };
}
