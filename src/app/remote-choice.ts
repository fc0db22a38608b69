import { MlxError } from "../core/errors.js";
import type { ResolvedConfig, ResolvedRemote } from "../core/settings.js";
import { closest } from "../core/suggest.js";

/**
 * The remote that a name means; without a name the default one, or the only one.
 * @throws {MlxError} `MLX_NO_REMOTE` or `MLX_UNKNOWN_REMOTE`, exit 2.
 */
export function chooseRemote(
  config: ResolvedConfig,
  name?: string,
): { readonly name: string; readonly remote: ResolvedRemote } {
  const names = Object.keys(config.remotes);
  const chosen = name ?? config.defaultRemote ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) throw noDefault(names);
  const remote = Object.hasOwn(config.remotes, chosen) ? config.remotes[chosen] : undefined;
  if (!remote) throw unknownRemote(chosen, names);
  return { name: chosen, remote };
}

/** A name that no remote has. */
export function unknownRemote(name: string, names: readonly string[]): MlxError {
  const meant = closest(name, names);
  const known = names.length === 0 ? "add it: mlx remote add NAME URL" : `there are: ${names.join(", ")}`;
  const path = /[/\\.@]/.test(name) ? "; a path goes before --remote" : "";
  return new MlxError("MLX_UNKNOWN_REMOTE", `there is no remote ${JSON.stringify(name)}`, {
    hint: meant === undefined ? `${known}${path}` : `did you mean ${meant}?`,
    exitCode: 2,
  });
}

function noDefault(names: readonly string[]): MlxError {
  if (names.length === 0) {
    return new MlxError("MLX_NO_REMOTE", "no remote is configured", {
      hint: "add one: mlx remote add origin s3://bucket/prefix (or a folder's path)",
      exitCode: 2,
    });
  }
  return new MlxError("MLX_NO_REMOTE", `there are ${names.length} remotes and none is the default`, {
    hint: `name one with --remote, or choose: mlx remote default ${names[0]}`,
    exitCode: 2,
  });
}
