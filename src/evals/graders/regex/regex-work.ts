import type { RegexNode } from "./regex-tree.js";

/** How much there is to try from one place of the text. */
interface Work {
  /** Steps at most. */
  readonly steps: number;
  /** Ways in which the node can match from there: each is tried with what follows. */
  readonly ways: number;
}

/**
 * The most steps that a backtracking engine may take to find that a pattern does not match a text of `length` characters: an upper
 * bound, infinite for patterns whose ways multiply with every character, such as `(a+)+`.
 */
export function regexWork(tree: RegexNode, length: number): number {
  const starts = isAnchored(tree) ? 1 : length + 1;
  return starts * workOf(tree, length).steps;
}

/** Whether a match can begin at the start of the text alone. */
function isAnchored(tree: RegexNode): boolean {
  if (tree.kind === "choice") return tree.branches.every(isAnchored);
  const [first] = tree.kind === "sequence" ? tree.parts : [];
  return first?.kind === "place" && first.start === true;
}

function workOf(node: RegexNode, length: number): Work {
  switch (node.kind) {
    case "character":
    case "place":
      return { steps: 1, ways: 1 };
    case "back-reference":
      return { steps: length, ways: 1 };
    case "look-around":
      return { steps: workOf(node.inner, length).steps, ways: 1 };
    case "sequence":
      return sequenceWork(node.parts, length);
    case "choice": {
      const works = node.branches.map((branch) => workOf(branch, length));
      const ways = works.map((work) => work.ways);
      const exclusive = startApart(node.branches);
      return { steps: sum(works.map((work) => work.steps)), ways: exclusive ? Math.max(...ways) : sum(ways) };
    }
    case "repeat": {
      const { steps, ways } = workOf(node.inner, length);
      const most = Math.min(node.max, length);
      if (ways <= 1) return { steps: (most + 1) * steps, ways: Math.max(1, most - node.min + 1) };
      const total = ways ** most;
      return { steps: total * steps, ways: total };
    }
  }
}

function sequenceWork(parts: readonly RegexNode[], length: number): Work {
  let steps = 0;
  let ways = 1;
  for (const [index, part] of parts.entries()) {
    const work = workOf(part, length);
    steps += ways * work.steps;
    if (!endsForced(part, parts[index + 1])) ways *= work.ways;
  }
  return { steps: Math.max(1, steps), ways };
}

/** Whether a repeated character can only end where it does, since the next one is none of its kind: `\d+\.`. */
function endsForced(part: RegexNode, next: RegexNode | undefined): boolean {
  if (part.kind !== "repeat" || part.inner.kind !== "character" || next === undefined) return false;
  const follower = firstCharacter(next);
  return follower !== undefined && apart(part.inner, follower);
}

type CharacterNode = Extract<RegexNode, { kind: "character" }>;

/** The character that a node begins with, where it always begins with one. */
function firstCharacter(node: RegexNode): CharacterNode | undefined {
  if (node.kind === "character") return node;
  if (node.kind === "repeat") return node.min > 0 ? firstCharacter(node.inner) : undefined;
  if (node.kind !== "sequence") return undefined;
  const first = node.parts.find(({ kind }) => kind !== "place");
  return first === undefined ? undefined : firstCharacter(first);
}

function startApart(branches: readonly RegexNode[]): boolean {
  const firsts = branches.map(firstCharacter);
  return firsts.every((first, index) =>
    firsts
      .slice(index + 1)
      .every((other) => first !== undefined && other !== undefined && apart(first, other)),
  );
}

/** Whether no character fits both. Told by trying: those of the European alphabets, and one of others. */
function apart(a: CharacterNode, b: CharacterNode): boolean {
  const [left, right] = [tester(a), tester(b)];
  if (a.literal !== undefined) return !right(a.literal);
  if (b.literal !== undefined) return !left(b.literal);
  return !samples.some((character) => left(character) && right(character));
}

function tester({ source }: CharacterNode): (character: string) => boolean {
  const form = new RegExp(`^${source}$`, "s");
  return (character) => form.test(character);
}

const samples: readonly string[] = [
  ...Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)),
  ...["\u0416", "\u05d0", "\u0627", "\u0905", "\u2028", "\u3042", "\u4e00", "\uac00", "\ud83d"],
];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
