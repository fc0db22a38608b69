import { spawnSync } from "node:child_process";
import { binaryPath, type Place } from "./mlx.js";

/** Runs bin/mlx.js as somebody whom file permissions bind: for root, without the capabilities that override them. */
export function mlxUnprivileged(
  place: Place,
  argv: readonly string[],
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const command = [process.execPath, binaryPath, ...argv];
  const drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"];
  const [program = "", ...rest] = process.getuid?.() === 0 ? [...drop, ...command] : command;
  const options = { cwd: place.root, env: place.env, encoding: "utf8" } as const;
  const { status, stdout, stderr, error } = spawnSync(program, rest, options);
  if (error) throw error;
  return { code: status, stdout, stderr };
}
