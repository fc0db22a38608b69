import { createRedactor } from "../../core/redact.js";

const redact = createRedactor();

/** A remote's address without what lets one in: no password, no token, and no user name but that of SSH. */
export function withoutCredentials(url: string): string {
  const [, scheme, user, rest] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@(.*)$/is.exec(url) ?? [];
  if (scheme === undefined || user === undefined || rest === undefined) return redact(url);
  if (/ssh/i.test(scheme))
    return redact(`${scheme}${rest}`).replace(scheme, `${scheme}${user.split(":")[0]}@`);
  return redact(`${scheme}${rest}`);
}

/**
 * The address of the remote that a branch follows, else of `origin`, else of the only one.
 * @param settings of git: keys such as `remote.origin.url`, in lower case but for names.
 */
export function remoteOf(
  settings: ReadonlyMap<string, string>,
  branch: string | undefined,
): string | undefined {
  const followed = branch === undefined ? undefined : settings.get(`branch.${branch}.remote`);
  const urls = [...settings].filter(([key]) => /^remote\..*\.url$/s.test(key));
  const url =
    (followed === undefined ? undefined : settings.get(`remote.${followed}.url`)) ??
    settings.get("remote.origin.url") ??
    (urls.length === 1 ? urls[0]?.[1] : undefined);
  return url === undefined ? undefined : withoutCredentials(url);
}
