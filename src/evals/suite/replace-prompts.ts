import type { NativeSuite } from "./native-suite.js";

/** A suite with other versions of prompts than it names, and the names that it does not name at all, or several times. */
export interface Replaced {
  readonly suite: NativeSuite;
  readonly unused: readonly string[];
  readonly ambiguous: readonly string[];
}

/**
 * Puts references in the place of those that the suite has of the same prompts. A prompt without a label of its own is then called by the
 * new reference, also where cases and providers name it.
 * @param references such as `answer@1.1.0`, of different prompts.
 */
export function replacePrompts(suite: NativeSuite, references: readonly string[]): Replaced {
  const { target } = suite;
  const wanted = new Map(references.map((reference) => [nameOf(reference), reference]));
  const named = target?.kind === "prompt" ? target.prompts.flatMap(({ prompt }) => referenceOf(prompt)) : [];
  const count = (name: string) => named.filter((reference) => nameOf(reference) === name).length;
  const unused = [...wanted.keys()].filter((name) => count(name) === 0);
  const ambiguous = [...wanted.keys()].filter((name) => count(name) > 1);
  if (target?.kind !== "prompt" || unused.length + ambiguous.length > 0) return { suite, unused, ambiguous };
  const labels = new Map<string, string>();
  const prompts = target.prompts.map(({ prompt, path }) => {
    const [before] = referenceOf(prompt);
    const reference = before === undefined ? undefined : wanted.get(nameOf(before));
    if (reference === undefined) return { prompt, path };
    const label = prompt.label === before ? reference : prompt.label;
    labels.set(prompt.label, label);
    return { path, prompt: { ...prompt, label, body: { kind: "reference", reference } as const } };
  });
  const renamed = (all: readonly string[]) => all.map((label) => labels.get(label) ?? label);
  const providers = target.providers?.map((provider) =>
    provider.prompts ? { ...provider, prompts: renamed(provider.prompts) } : provider,
  );
  const cases = suite.cases?.map((item) =>
    item.onlyPrompts ? { ...item, onlyPrompts: renamed(item.onlyPrompts) } : item,
  );
  return {
    suite: {
      ...suite,
      target: { ...target, prompts, ...(providers && { providers }) },
      ...(cases && { cases }),
    },
    unused,
    ambiguous,
  };
}

/** `answer` of `answer@stable`. */
export function nameOf(reference: string): string {
  return reference.split("@")[0] ?? "";
}

type Prompts = Extract<NonNullable<NativeSuite["target"]>, { readonly kind: "prompt" }>["prompts"];

function referenceOf({ body }: Prompts[number]["prompt"]): string[] {
  return body.kind === "reference" ? [body.reference] : [];
}
