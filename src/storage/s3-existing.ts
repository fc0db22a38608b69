import type { Sha256 } from "../core/sha256.js";
import { digestOfKey, objectKey, objectsPrefix } from "./object-key.js";
import { S3Fault } from "./s3-fault.js";
import type { ListedKey, ListedPage, S3Requests } from "./s3-requests.js";
import { signalOption } from "./signal-option.js";

/** Below this many digests asking for each is always less work. */
const fewDigests = 16;
/** A page is about as much work as this many HEAD requests. */
const headsPerPage = 8;
const hexDigits = [..."0123456789abcdef"];

export interface ExistingOptions {
  readonly requests: S3Requests;
  readonly prefix: string;
  readonly mayList: boolean;
  readonly streams: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the store holds one object. */
  readonly has: (sha256: Sha256) => Promise<boolean>;
}

export interface Existing {
  readonly found: Set<Sha256>;
  /** Listing was tried and failed: asking again is of no use. */
  readonly listFails: boolean;
}

/** Finds out which objects the store holds, by listing it or by asking for each, whichever seems to be less work. */
export async function findExisting(
  digests: ReadonlySet<Sha256>,
  options: ExistingOptions,
): Promise<Existing> {
  if (digests.size <= fewDigests || !options.mayList)
    return { found: await askForEach(digests, options), listFails: false };
  const first = await firstPage(options);
  if (first === undefined) return { found: await askForEach(digests, options), listFails: true };
  if (first.next === undefined)
    return { found: wantedOf(first.keys, digests, options.prefix), listFails: false };
  const worthListing = estimatePages(first.keys, options.prefix) < digests.size / headsPerPage;
  const found = worthListing ? await listShards(digests, options) : await askForEach(digests, options);
  return { found, listFails: false };
}

/** `undefined` if listing is not allowed, not known to the server, or fails it: there is another way, so it is tried but twice. */
function firstPage({ requests, prefix, signal }: ExistingOptions): Promise<ListedPage | undefined> {
  return requests.runUnless(
    ["denied", "unsupported", "refused", "passing"],
    () => requests.list(prefix + objectsPrefix, undefined, signal),
    signalOption(signal),
    { ...requests.policy, attempts: 2 },
  );
}

function wantedOf(keys: readonly ListedKey[], digests: ReadonlySet<Sha256>, prefix: string): Set<Sha256> {
  const found = new Set<Sha256>();
  for (const { key } of keys) {
    const digest = digestOfKey(key.slice(prefix.length));
    if (digest !== undefined && digests.has(digest)) found.add(digest);
  }
  return found;
}

/** Digests are spread evenly: how far the first page reaches into them tells how many pages there are. */
function estimatePages(keys: readonly ListedKey[], prefix: string): number {
  const last = keys.at(-1);
  const digest = last === undefined ? undefined : digestOfKey(last.key.slice(prefix.length));
  if (digest === undefined) return Number.POSITIVE_INFINITY;
  const reached = (Number.parseInt(digest.slice(0, 8), 16) + 1) / 2 ** 32;
  return 1 / reached;
}

/** Lists sixteen shards side by side, those alone that hold a digest in question. */
async function listShards(digests: ReadonlySet<Sha256>, options: ExistingOptions): Promise<Set<Sha256>> {
  const { requests, prefix, signal } = options;
  const found = new Set<Sha256>();
  const wanted = new Set([...digests].map((digest) => digest.charAt(0)));
  const listShard = async (digit: string): Promise<void> => {
    for (let after: string | undefined; ; ) {
      const from = after;
      const page = await requests.run(
        () => requests.list(`${prefix}${objectsPrefix}${digit}`, from, signal),
        signalOption(signal),
      );
      for (const digest of wantedOf(page.keys, digests, prefix)) found.add(digest);
      if (page.next === undefined) return;
      after = page.next;
    }
  };
  await Promise.all(hexDigits.filter((digit) => wanted.has(digit)).map(listShard));
  return found;
}

async function askForEach(digests: ReadonlySet<Sha256>, options: ExistingOptions): Promise<Set<Sha256>> {
  const found = new Set<Sha256>();
  const queue = digests.values();
  const worker = async (): Promise<void> => {
    for (const digest of queue) if (await options.has(digest)) found.add(digest);
  };
  await Promise.all(Array.from({ length: Math.min(options.streams, digests.size) }, worker));
  return found;
}

/**
 * Whether the store holds an object, and what it knows of it, without the right to list: some servers then answer 403 for
 * an absent object, to HEAD and even to GET.
 */
export async function statObject(
  requests: S3Requests,
  prefix: string,
  sha256: Sha256,
  signal: AbortSignal | undefined,
): Promise<{ readonly size: number; readonly modifiedAt: number } | undefined> {
  const key = prefix + objectKey(sha256);
  try {
    return await requests.run(() => requests.head(key, signal), signalOption(signal));
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    if (error.kind === "missing") return undefined;
    if (error.kind !== "denied" && error.kind !== "refused") throw error;
    return statByGet(requests, key, signal, error);
  }
}

/** A HEAD that fails has no body that says why; a GET of the first byte has. */
async function statByGet(
  requests: S3Requests,
  key: string,
  signal: AbortSignal | undefined,
  headFault: S3Fault,
): Promise<{ readonly size: number; readonly modifiedAt: number } | undefined> {
  try {
    const answer = await requests.run(
      () => requests.get(key, signal, { first: 0, last: 0 }),
      signalOption(signal),
    );
    answer.body.destroy();
    const total = /\/(\d+)$/.exec(answer.contentRange ?? "")?.[1];
    return { size: total === undefined ? (answer.length ?? 0) : Number(total), modifiedAt: 0 };
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    if (error.kind === "range") return { size: 0, modifiedAt: 0 };
    if (error.kind === "missing" || error.kind === "denied") return undefined;
    throw error.kind === "refused" ? headFault : error;
  }
}
