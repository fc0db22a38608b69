import type { App } from "../../app.js";
import { openDataSession } from "../../data/session.js";
import { pointersOfCommits } from "../../data/sources.js";
import { countMissing } from "./bring-data.js";
import type { ReproducePlan } from "./plan.js";

/** A plan with what can be said of its data without checking anything out. */
export interface CheckedPlan extends ReproducePlan {
  readonly data: {
    /** Tracked paths. */
    readonly tracked: number;
    /** Objects that the cache lacks, so that they have to be fetched. */
    readonly missing: number;
  };
}

export async function checkPlan(app: App, plan: ReproducePlan): Promise<CheckedPlan> {
  if (plan.commit === undefined || plan.obstacles.length > 0)
    return { ...plan, data: { tracked: 0, missing: 0 } };
  const session = await openDataSession(app, { command: "runs reproduce", bare: true });
  const unneeded = new Set(plan.record.context.data?.missing);
  const { targets: tracked } = await pointersOfCommits(session, [plan.commit]);
  const targets = tracked.filter(({ path }) => !unneeded.has(path));
  const missing = await countMissing(
    session,
    targets.map((target) => ({ target })),
  );
  return { ...plan, data: { tracked: targets.length, missing } };
}
