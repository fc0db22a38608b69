import type { Person, RegistryEvent, VersionRef } from "../types.js";

/** Who stands by a version, and whose word does not count. */
export interface Approvals {
  readonly counted: readonly RegistryEvent[];
  readonly uncounted: readonly { readonly event: RegistryEvent; readonly why: string }[];
}

/**
 * The last word of each person on a version: a rejection takes an earlier approval back, and the other way round. What was
 * said of another record of the same version has lapsed.
 * @param events of the item, the oldest first. @param author of the version, whose own approval does not count.
 * @param from if given, the e-mail addresses whose approval counts; upper and lower case are the same.
 * @param doubt why an approval that would count does not, where there is such a reason.
 */
export function approvalsOf(
  events: readonly RegistryEvent[],
  target: VersionRef,
  author: Person,
  from?: readonly string[],
  doubt?: (approval: RegistryEvent) => string | undefined,
): Approvals {
  const last = new Map<string, RegistryEvent>();
  for (const event of events) {
    if (event.kind !== "approve" && event.kind !== "reject") continue;
    if (event.target?.version === target.version) last.set(emailOf(event.author), event);
  }
  const counted: RegistryEvent[] = [];
  const uncounted: { event: RegistryEvent; why: string }[] = [];
  for (const event of last.values()) {
    const why = whyUncounted(event, target, author, from) ?? doubt?.(event);
    if (why === undefined) counted.push(event);
    else uncounted.push({ event, why });
  }
  return { counted, uncounted };
}

function whyUncounted(
  event: RegistryEvent,
  target: VersionRef,
  author: Person,
  from: readonly string[] | undefined,
): string | undefined {
  const email = emailOf(event.author);
  if (event.target?.record !== target.record)
    return "lapsed: it was given for another record of this version";
  if (event.kind === "reject") return "rejected it";
  if (email === emailOf(author)) return "is the version's own author";
  if (from !== undefined && !from.some((item) => item.toLowerCase() === email))
    return "is not among those who may approve";
  return undefined;
}

/** By which two statements are known to come from one person. */
export function emailOf(person: Person): string {
  return person.email.toLowerCase();
}
