import type { PathDigest, RunContext } from "../types.js";

type Facts = Readonly<Record<string, string>>;

/** Tracked data and declared inputs by path: the digest of what they held, or what else is to be said of them. */
export function dataFacts(context: RunContext): Facts {
  const modified = new Set(context.data?.modified);
  return {
    ...digestFacts(context.data?.pointers ?? [], (path) => (modified.has(path) ? " (modified)" : "")),
    ...digestFacts(context.inputs ?? [], () => ""),
  };
}

/** Declared outputs by path. */
export function outputFacts(context: RunContext): Facts {
  return digestFacts(context.outputs ?? [], () => "");
}

function digestFacts(paths: readonly PathDigest[], remark: (path: string) => string): Facts {
  return Object.fromEntries(paths.map(({ path, sha256 }) => [path, `${sha256 ?? "missing"}${remark(path)}`]));
}

/** The machine, the interpreter and the settings that a run saw; packages apart. */
export function environmentFacts(context: RunContext): Facts {
  const { environment, seeds } = context;
  const { interpreter, container, cpu, memoryBytes, gpus } = environment ?? {};
  const facts: Readonly<Record<string, string | undefined>> = {
    interpreter: interpreter && `${interpreter.name} ${interpreter.version}`,
    os: environment?.os,
    arch: environment?.arch,
    kernel: environment?.kernel,
    libc: environment?.libc,
    locale: environment?.locale,
    container: container?.image ?? container?.id,
    cpu: cpu && `${cpu.count} × ${cpu.model}`,
    memory: memoryBytes === undefined ? undefined : `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`,
    gpus: gpus?.map(({ name, driver }) => `${name} (driver ${driver})`).join(", "),
    mlx: context.mlxVersion,
  };
  return {
    ...known(facts),
    ...Object.fromEntries(
      Object.entries(seeds ?? {}).map(([key, value]) => [/seed/i.test(key) ? key : `seed ${key}`, value]),
    ),
    ...prefixed("$", environment?.variables ?? {}),
    ...Object.fromEntries((context.lockFiles ?? []).map(({ path, sha256 }) => [path, sha256 ?? "missing"])),
  };
}

/** Variables whose values were not kept, by the first digits of their digests. */
export function otherVariableFacts(context: RunContext): Facts {
  return prefixed("$", context.environment?.otherVariables ?? {});
}

export function packageFacts(context: RunContext): Facts {
  return context.environment?.interpreter?.packages ?? {};
}

/** What a run's code was: its commit, or the snapshot of a dirty tree. */
export function codeState(run: { readonly git: { readonly commit?: string }; readonly context: RunContext }) {
  return run.context.code?.snapshot?.commit ?? run.git.commit;
}

function known(facts: Readonly<Record<string, string | undefined>>): Facts {
  return Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

function prefixed(prefix: string, facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [`${prefix}${key}`, value]));
}
