import { isAlive, parseIdentity } from "../files/process-identity.js";
import type { RunId } from "../runs/types.js";
import type { Connection } from "./connection.js";
import { Query } from "./query.js";

interface OwnedRow {
  readonly num: number;
  readonly id: RunId;
  readonly owner: string;
  readonly heartbeat: number | null;
}

/** How long an owner on another machine may be silent, in milliseconds: twelve heartbeats. */
const patience = 120_000;

const owned = new Query<OwnedRow>(
  "SELECT num, id, owner, heartbeat FROM runs WHERE status = 'running' AND owner IS NOT NULL ORDER BY num",
);
const orphans = new Query<{ readonly id: RunId }>(
  `SELECT c.id FROM runs c WHERE c.status = 'running' AND c.owner IS NULL AND c.command_id IN
     (SELECT id FROM runs WHERE status = 'interrupted') ORDER BY c.num`,
);
// The last sign of life is the best guess at the end.
const interrupt = new Query(
  `UPDATE runs SET status = 'interrupted', end_time = max(start_time, ifnull(heartbeat, ?)), owner = NULL,
     heartbeat = NULL WHERE num = ? AND status = 'running' AND owner = ?`,
);
const interruptInside = new Query(
  `UPDATE runs SET status = 'interrupted', end_time =
     max(start_time, (SELECT c.end_time FROM runs c WHERE c.id = runs.command_id)) WHERE id = ?`,
);

/** Marks the runs whose recording process is gone, and the unfinished client runs made inside of them. */
export function markInterrupted(connection: Connection, now: number): RunId[] {
  if (connection.ledger.readOnly) return [];
  const suspects = connection.read((database) => ({
    dead: owned
      .on(database)
      .all()
      .filter((row) => isGone(row, now)),
    orphans: orphans.on(database).all().length,
  }));
  if (suspects.dead.length === 0 && suspects.orphans === 0) return [];
  return connection.write((database) => {
    const marked = suspects.dead.filter(
      ({ num, owner }) => interrupt.on(database).run(now, num, owner).changes > 0,
    );
    const inside = orphans.on(database).all();
    for (const { id } of inside) interruptInside.on(database).run(id);
    return [...marked, ...inside].map(({ id }) => id);
  });
}

function isGone({ owner, heartbeat }: OwnedRow, now: number): boolean {
  const identity = parseIdentity(owner);
  const alive = identity === undefined ? "unknown" : isAlive(identity);
  return alive === "unknown" ? now - (heartbeat ?? 0) > patience : !alive;
}
