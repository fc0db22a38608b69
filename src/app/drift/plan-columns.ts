import { MlxError } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { guessKind } from "../../drift/guess-kinds.js";
import type { ColumnRole, DriftMonitor } from "../../drift/monitor.js";
import type { ColumnKind, Redaction } from "../../drift/profile.js";
import { columnFacts } from "../../duckdb/column-facts.js";
import type { ColumnToProfile } from "../../duckdb/profile-source.js";
import type { TableSource } from "../../duckdb/table-source.js";
import { vectorColumns } from "../../duckdb/vector-columns.js";

/** What the user says of columns, by name. */
export interface ColumnWishes {
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  readonly roles: ReadonlyMap<string, ColumnRole>;
  readonly redact: ReadonlyMap<string, Redaction>;
}

export interface ColumnPlan {
  readonly columns: readonly ColumnToProfile[];
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Decides which columns of a source a baseline profiles, and as what: by what the user says, then the monitor, then their values.
 * @throws {MlxError} `MLX_UNKNOWN_COLUMN`, exit 2.
 */
export async function planColumns(
  source: TableSource,
  wishes: ColumnWishes,
  monitor: DriftMonitor | undefined,
): Promise<ColumnPlan> {
  const vectors = vectorGroups(source, wishes, monitor);
  checkNames(source, wishes, vectors);
  const parts = new Set([...vectors.values()].flat());
  const known = new Map(monitor?.columns.map((column) => [column.name, column]));
  const columns: ColumnToProfile[] = [];
  const leftOut: { name: string; why: string }[] = [];
  const add = (name: string, kind: ColumnKind) => {
    const redact = wishes.redact.get(name) ?? known.get(name)?.redact;
    columns.push({ name, kind, ...(redact !== undefined && { redact }) });
  };
  for (const facts of await columnFacts(source)) {
    const { name } = facts;
    if (parts.has(name)) {
      const [group] = [...vectors].find(([, names]) => names[0] === name) ?? [];
      if (group !== undefined) add(group, "embedding");
      continue;
    }
    const said = wishes.kinds.get(name);
    const before = known.get(name);
    if (said === undefined && before?.ignored === true) {
      leftOut.push({ name, why: "the monitor ignores it" });
      continue;
    }
    const guess = guessKind(facts);
    const kind =
      said ??
      before?.kind ??
      kindOfRole(wishes.roles.get(name)) ??
      guess.kind ??
      (wishes.roles.has(name) ? "categorical" : undefined);
    if (kind === undefined) leftOut.push({ name, why: guess.why ?? "there is no profile of it" });
    else add(name, kind);
  }
  return { columns, leftOut };
}

/** A role that says what the column is. */
function kindOfRole(role: ColumnRole | undefined): ColumnKind | undefined {
  if (role === "timestamp" || role === "text" || role === "embedding") return role;
  return role === "segment" ? "categorical" : undefined;
}

/** Embeddings that lie in several columns, by their prefix. */
function vectorGroups(
  source: TableSource,
  { kinds }: ColumnWishes,
  monitor: DriftMonitor | undefined,
): Map<string, readonly string[]> {
  const names = new Set(source.columns.map(({ name }) => name));
  const wanted = [
    ...[...kinds].flatMap(([name, kind]) => (kind === "embedding" ? [name] : [])),
    ...(monitor?.columns ?? []).flatMap(({ name, kind, ignored }) =>
      kind === "embedding" && !ignored ? [name] : [],
    ),
  ];
  const groups = new Map<string, readonly string[]>();
  for (const name of wanted) {
    const parts = names.has(name) ? [] : vectorColumns(source.columns, name);
    if (parts.length > 0) groups.set(name, parts);
  }
  return groups;
}

function checkNames(source: TableSource, wishes: ColumnWishes, vectors: ReadonlyMap<string, unknown>): void {
  const names = source.columns.map(({ name }) => name);
  for (const name of [...wishes.kinds.keys(), ...wishes.roles.keys(), ...wishes.redact.keys()]) {
    if (names.includes(name) || vectors.has(name)) continue;
    const meant = closest(name, names);
    throw new MlxError("MLX_UNKNOWN_COLUMN", `${source.file} has no column ${name}`, {
      hint: meant === undefined ? `it has ${names.slice(0, 12).join(", ")}` : `did you mean ${meant}?`,
      exitCode: 2,
    });
  }
}
