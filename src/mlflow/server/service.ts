import type { Activity } from "./activity.js";
import type { Fields } from "./fields.js";
import type { TrackingServerOptions } from "./types.js";

/** What every handler works with. */
export interface Service
  extends Pick<TrackingServerOptions, "ledger" | "now" | "newId" | "runs" | "registry"> {
  readonly activity: Activity;
}

/** One request of the JSON interface. */
export interface Call {
  /** Of the query, or of the body. */
  readonly fields: Fields;
  /** What stands for the groups of the route's pattern, as sent: still encoded. */
  readonly parts: readonly string[];
}

/** Answers with a message, or throws a ServiceError. What it stored is committed when it returns. */
export type Handler = (service: Service, call: Call) => object | Promise<object>;

/** Whether a request is only a reading, or changes something; `own`: the handler tells the activity itself. */
export type Effect = "read" | "write" | "own";

export type FixedRoute = readonly [method: string, path: string, effect: Effect, handler: Handler];
