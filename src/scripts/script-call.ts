import type { Json } from "../prompts/types.js";
import type { ScriptDefinition } from "./script-definitions.js";

/** What is asked of a script. */
export interface ScriptRequest {
  readonly script: ScriptDefinition;
  /** A JSON list. */
  readonly args: string;
  readonly timeoutMs: number;
}

/** A request on its way. */
export interface ScriptCall extends ScriptRequest {
  readonly id: number;
  resolve(value: Json): void;
  reject(error: unknown): void;
  /** When its process began with it, by `performance.now()`. */
  begunAt?: number;
  /** Its process ended while this and others were under way, and nobody knows which was to blame: it runs by itself now. */
  alone: boolean;
}
