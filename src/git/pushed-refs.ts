/** A ref that `git push` updates, as the hook is told. */
export interface PushedRef {
  /** The commit, or the tag's object, that is pushed; absent where the ref is deleted. */
  readonly local?: string;
  /** What the other side has; absent where the ref is new. */
  readonly remote?: string;
}

/** Reads what git writes to `pre-push`: `<local ref> <local object> <remote ref> <remote object>`, a line each. */
export function readPushedRefs(input: string): PushedRef[] {
  return input.split("\n").flatMap((line) => {
    const match = /^\S+ ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/.exec(line.trim());
    if (match === null) return [];
    const [local, remote] = [known(match[1]), known(match[2])];
    return [{ ...(local && { local }), ...(remote && { remote }) }];
  });
}

/**
 * The commits that a push brings to the other side, as `git rev-list` takes them; undefined if it brings none.
 * @param remote the name of a remote, or an address, of which nothing is known.
 */
export function pushedRange(refs: readonly PushedRef[], remote: string): string[] | undefined {
  const wanted = refs.flatMap(({ local }) => local ?? []);
  if (wanted.length === 0) return undefined;
  const there = refs.flatMap((ref) => ref.remote ?? []);
  const isName = /^[\w.-][\w./-]*$/.test(remote);
  return [
    // What the other side has need not be in this clone, such as before a forced push.
    ...["--ignore-missing", ...wanted, "--not", ...there],
    ...(isName ? [`--remotes=${remote}`] : []),
  ];
}

function known(id: string | undefined): string | undefined {
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
