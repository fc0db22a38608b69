// Joins modules into files so that commands, on the whole, spend the least on opening files and on parsing what they do not need.

/** To open a file takes about as long as to parse this much of one: measured on Node 20. */
const bytesOfOpening = 30_000;

/**
 * Begins with one file for each set of modules that the same uses need, and joins two files as long as that saves something. A
 * file is loaded with all that it imports, so a use that comes by a joined file pays for the imports of both; and two files are
 * not joined where they would then import one another round a circle, whose order of evaluation nobody could tell.
 * @param uses what is loaded at a time, and how much it counts. @param stated what a module imports right away.
 * @param mayJoin whether a module may be joined with others; one that may not counts as a file of its own set, and gets no name.
 * @param bytes the size of a module.
 * @returns the files, each named after its largest module.
 */
export function joinFiles({ uses, stated, mayJoin, bytes }) {
  const files = firstFiles(uses, mayJoin, bytes);
  const fileOf = new Map(files.flatMap((file) => file.modules.map((path) => [path, file])));
  for (const file of files) {
    for (const path of file.modules.flatMap(stated)) {
      const other = fileOf.get(path);
      if (other !== undefined && other !== file) file.imports.add(other);
    }
  }
  for (const file of files) for (const other of file.imports) other.importers.add(file);

  const open = new Set(files.filter(({ joins }) => joins));
  const best = bestPartners(open, uses);
  for (let pair = best(); pair !== undefined; pair = best()) join(pair, open);
  return named([...open], bytes);
}

function firstFiles(uses, mayJoin, bytes) {
  const needed = new Map();
  uses.forEach(({ modules }, use) => {
    for (const path of modules) needed.set(path, [...(needed.get(path) ?? []), use]);
  });
  const files = new Map();
  for (const [path, by] of needed) {
    const key = `${mayJoin(path)} ${by.join(" ")}`;
    const file = files.get(key) ?? {
      ...{ modules: [], size: 0, joins: mayJoin(path), uses: new Set(by), version: 0 },
      ...{ imports: new Set(), importers: new Set() },
    };
    file.modules.push(path);
    file.size += bytes(path);
    files.set(key, file);
  }
  return [...files.values()];
}

/** Finds, call by call, the pair that is best to be joined next; undefined where no pair saves anything. */
function bestPartners(open, uses) {
  const files = [...open];
  let pairs = files.flatMap((a, index) =>
    files.slice(index + 1).map((b) => ({ a, b, versionA: -1, versionB: -1, bytes: 0 })),
  );
  return () => {
    let best;
    pairs = pairs.filter(({ a, b }) => open.has(a) && open.has(b));
    for (const pair of pairs) {
      const { a, b } = pair;
      if (pair.versionA !== a.version || pair.versionB !== b.version) {
        Object.assign(pair, { versionA: a.version, versionB: b.version, bytes: savedBy(a, b, uses) });
      }
      if (pair.bytes > (best?.bytes ?? 0) && !wouldCircle(a, b)) best = pair;
    }
    return best;
  };
}

/** Bytes that joining saves over all uses, by weight; negative where it costs. */
function savedBy(a, b, uses) {
  let saved = 0;
  for (const use of a.uses) if (b.uses.has(use)) saved += bytesOfOpening * uses[use].weight;
  if (saved === 0) return 0;
  saved -= costOf(a, b, uses);
  return saved <= 0 ? saved : saved - costOf(b, a, uses);
}

/** What the uses of `a` alone pay if `b` comes with it: its bytes, and all that it imports. */
function costOf(a, b, uses) {
  const newcomers = [...a.uses].filter((use) => !b.uses.has(use));
  if (newcomers.length === 0) return 0;
  let cost = 0;
  for (const file of [b, ...reached(b)]) {
    if (file === a) continue;
    for (const use of newcomers) {
      if (file.uses.has(use)) continue;
      cost += (file.size + (file === b ? 0 : bytesOfOpening)) * uses[use].weight;
    }
  }
  return cost;
}

function reached(file) {
  const seen = new Set();
  const visit = ({ imports }) => {
    for (const next of imports) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(file);
  return seen;
}

/** Whether one of the two comes to the other by way of a third. */
function wouldCircle(a, b) {
  const byThird = (from, to) => [...from.imports].some((next) => next !== to && reached(next).has(to));
  return byThird(a, b) || byThird(b, a);
}

/** Makes `b` a part of `a`. */
function join({ a, b }, open) {
  open.delete(b);
  a.modules.push(...b.modules);
  a.size += b.size;
  a.version++;
  for (const use of b.uses) a.uses.add(use);
  for (const other of b.imports) {
    other.importers.delete(b);
    if (other === a) continue;
    a.imports.add(other);
    other.importers.add(a);
  }
  for (const other of b.importers) {
    other.imports.delete(b);
    if (other === a) continue;
    other.imports.add(a);
    a.importers.add(other);
  }
  for (const file of reached(a)) {
    const before = file.uses.size;
    for (const use of a.uses) file.uses.add(use);
    if (file.uses.size > before) file.version++;
  }
}

function named(files, bytes) {
  const taken = new Map();
  return files.map(({ modules }) => {
    const largest = modules.toSorted((a, b) => bytes(b) - bytes(a) || (a < b ? -1 : 1))[0];
    const name = largest.replace(/^.*\/(.+?)\.[^.]*$/, "$1");
    taken.set(name, (taken.get(name) ?? 0) + 1);
    const count = taken.get(name);
    return { name: count === 1 ? name : `${name}-${count}`, modules };
  });
}
