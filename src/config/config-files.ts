import { isAbsolute, join, relative, sep } from "node:path";

export type ConfigScope = "user" | "project" | "local";

/** A file that may hold configuration. */
export interface ConfigFile {
  readonly scope: ConfigScope;
  /** Absolute. */
  readonly path: string;
  /** The folder that relative paths in it start from. */
  readonly base: string;
  /** How messages name it, from where the person stands. */
  readonly label: string;
  /** How listings name it, from the repository's top. */
  readonly source: string;
}

/** The parts of a workspace that tell where configuration is. */
export interface ConfigPlace {
  readonly root: string;
  readonly mainRoot: string;
  readonly sharedDir: string;
}

type Env = Readonly<Record<string, string | undefined>>;

export const projectFileName = "mlx.yaml";
const localFileName = "config.local.yaml";

/**
 * Where configuration is looked for, weakest first. Linked worktrees share the main one's local file, and relative
 * paths mean the same in all of them: they start from the main worktree's top.
 */
export function configFiles(place: ConfigPlace, env: Env, cwd: string): ConfigFile[] {
  const project = join(place.root, projectFileName);
  const local = join(place.sharedDir, localFileName);
  const user = userConfigPath(env);
  const label = (path: string): string => labelFrom(cwd, place.root, path);
  const files: ConfigFile[] = [];
  if (user !== undefined) {
    files.push({ scope: "user", path: user, base: join(user, ".."), label: user, source: user });
  }
  files.push(
    { scope: "project", path: project, base: place.mainRoot, label: label(project), source: projectFileName },
    {
      scope: "local",
      path: local,
      base: place.mainRoot,
      label: label(local),
      source: `.mlx/${localFileName}`,
    },
  );
  return files;
}

/** `$XDG_CONFIG_HOME/mlx/config.yaml`, `%APPDATA%\mlx\config.yaml` or `~/.config/mlx/config.yaml`. */
function userConfigPath(env: Env, platform: NodeJS.Platform = process.platform): string | undefined {
  const xdg = env["XDG_CONFIG_HOME"];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "mlx", "config.yaml");
  const appData = env["APPDATA"];
  if (platform === "win32" && appData) return join(appData, "mlx", "config.yaml");
  const home = env["HOME"] || env["USERPROFILE"];
  return home ? join(home, ".config", "mlx", "config.yaml") : undefined;
}

/** A path as a person standing in `cwd` would type it; one outside of the repository stays absolute. */
export function labelFrom(cwd: string, root: string, path: string): string {
  const inside = !relative(root, path).startsWith("..");
  return inside ? relative(cwd, path).split(sep).join("/") : path;
}
