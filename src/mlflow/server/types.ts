import type { ObjectCache } from "../../cache/object-cache.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { RunGit, RunId } from "../../runs/types.js";
import type { RegistryPort } from "./registry-port.js";

export interface TrackingServerOptions {
  readonly ledger: RunLedger;
  readonly cache: ObjectCache;
  /** Every request must carry it as Bearer token. */
  readonly token: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => RunId;
  /** What runs get that clients create. */
  readonly runs: {
    /** Tagged `mlx.run_id` with it; absent for `runs serve`. */
    readonly commandId?: RunId;
    /** As it is, or a way to find it out whenever a run is made. */
    readonly git?: RunGit | (() => Promise<RunGit | undefined>);
    readonly user?: string;
  };
  /** What the calls of the model registry are answered from; without it they are not there. */
  readonly registry?: RegistryPort;
  /** Told of faults that no client will tell, such as a full disk. */
  readonly onFault: (error: unknown) => void;
}

/** MLflow's tracking interface on a loopback port. */
export interface TrackingServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** What clients did so far. */
  activity(): {
    /** Requests that were let in. */
    readonly requests: number;
    readonly createdRuns: readonly RunId[];
    /** Runs that a client ended as its last acts: after them nothing but endings came. */
    readonly endedLast: readonly RunId[];
  };
  /** Answers what was begun, takes no more. */
  close(): Promise<void>;
}
