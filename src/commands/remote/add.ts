import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { editConfigFile } from "../../config/edit-config.js";
import { remoteNamePattern, remoteNameRule } from "../../config/schema.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { RemoteConfig, ResolvedConfig } from "../../core/settings.js";
import { checkRemoteUrl, isRelativePath, rebaseUrl } from "./remote-url.js";
import { targetFile } from "./target-file.js";

export interface AddOptions {
  readonly default?: boolean;
  readonly local?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly pathStyle?: boolean;
  readonly checksums?: NonNullable<RemoteConfig["checksums"]>;
  readonly encryption?: NonNullable<RemoteConfig["encryption"]>;
  readonly kmsKeyId?: string;
}

/** `mlx remote add`. */
export async function add(app: App, name: string, url: string, options: AddOptions): Promise<ExitCode> {
  if (!remoteNamePattern.test(name)) {
    throw new MlxError(
      "MLX_INVALID_REMOTE_NAME",
      `${JSON.stringify(name)} is no name for a remote: ${remoteNameRule}`,
      {
        hint: "for example: mlx remote add origin URL",
        exitCode: 2,
      },
    );
  }
  checkRemoteUrl(url);
  const file = await targetFile(app, options.local === true);
  const config = await app.config();
  const remote = remoteOf(rebaseUrl(url, app.cwd, file.base), options);
  const state = compare(config, name, remote, file.source);
  if (state === "other" && options.force !== true) throw exists(config, name);

  const isFirst = Object.keys(config.remotes).length === 0;
  const becomesDefault = options.default === true || (isFirst && config.defaultRemote === undefined);
  const changesDefault = becomesDefault && config.defaultRemote !== name;
  const changed = state !== "same" || changesDefault;
  if (changed && options.dryRun !== true) {
    const edits = [
      { path: ["remotes", name], value: remote },
      ...(changesDefault ? [{ path: ["defaultRemote"], value: name }] : []),
    ];
    editConfigFile(file.path, edits, file.label);
  }

  const isDefault = becomesDefault || config.defaultRemote === name;
  if (app.ui.mode.json)
    app.ui.json({
      name,
      ...remote,
      file: file.source,
      default: isDefault,
      changed,
      dryRun: options.dryRun === true,
    });
  const { ui } = app;
  if (!changed) ui.out(`${name} is set up like this already, in ${file.label}`);
  else
    ui.out(`${options.dryRun ? "would write" : "wrote"} the remote ${name} (${remote.url}) to ${file.label}`);
  if (changesDefault)
    ui.out(
      `${name} ${options.dryRun ? "would be" : "is now"} the default${isFirst ? ": it is the first remote" : ""}`,
    );
  warnIfInside(app, remote.url, file.base);
  if (changed && !options.dryRun) ui.note(nextStep(name, remote.url, options.local === true));
  return ExitCode.ok;
}

function remoteOf(url: string, options: AddOptions): RemoteConfig {
  const { endpoint, region, profile, pathStyle, checksums, encryption, kmsKeyId } = options;
  if (kmsKeyId !== undefined && encryption !== "aws:kms") {
    throw new MlxError("MLX_USAGE", "--kms-key-id needs --encryption aws:kms", { exitCode: 2 });
  }
  const s3Only = { endpoint, region, profile, "path-style": pathStyle, checksums, encryption };
  const given = Object.entries(s3Only).find(([, value]) => value !== undefined);
  if (given && !url.startsWith("s3://")) {
    throw new MlxError("MLX_USAGE", `--${given[0]} is for s3:// remotes; ${url} is a folder`, {
      exitCode: 2,
    });
  }
  if (endpoint !== undefined) checkEndpoint(endpoint);
  return {
    url,
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(pathStyle !== undefined && { pathStyle }),
    ...(checksums !== undefined && { checksums }),
    ...(encryption !== undefined && { encryption }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  };
}

function checkEndpoint(endpoint: string): void {
  const valid = /^https?:\/\//.test(endpoint) && URL.canParse(endpoint);
  if (valid && !endpoint.includes("@")) return;
  throw new MlxError(
    "MLX_USAGE",
    `--endpoint: ${valid ? "it carries credentials" : `${endpoint} is no web address`}`,
    {
      hint: "for example: --endpoint https://minio.example:9000",
      exitCode: 2,
    },
  );
}

/** Whether the configuration holds this remote already: the same in the same file, or another one. */
function compare(
  config: ResolvedConfig,
  name: string,
  remote: RemoteConfig,
  source: string,
): "absent" | "same" | "other" {
  const present = Object.hasOwn(config.remotes, name) ? config.remotes[name] : undefined;
  if (!present) return "absent";
  const { source: where, written, ...settings } = present;
  const key = (value: object): string => JSON.stringify(Object.entries(value).sort());
  return where === source && key({ ...settings, url: written }) === key(remote) ? "same" : "other";
}

function exists(config: ResolvedConfig, name: string): MlxError {
  const present = config.remotes[name];
  return new MlxError(
    "MLX_REMOTE_EXISTS",
    `the remote ${name} exists: ${present?.written}, in ${present?.source}`,
    {
      hint: "replace it with --force, or choose another name",
      exitCode: 2,
    },
  );
}

/** A store inside the working tree would be offered to git. */
function warnIfInside(app: App, url: string, base: string): void {
  if (!isRelativePath(url) && !url.startsWith("/")) return;
  const path = resolve(base, url);
  if (!path.startsWith(`${base}/`) || path.startsWith(`${base}/.mlx/`)) return;
  app.ui.warn(
    `the store ${url} lies inside the repository`,
    "keep it out of git: add it to .gitignore, or choose a folder outside",
  );
}

function nextStep(name: string, url: string, local: boolean): string {
  const next = url.startsWith("s3://")
    ? `try it: mlx remote check ${name}`
    : "fill it: mlx data push makes the folder";
  return local ? next : `${next}; share it: git add mlx.yaml`;
}
