import { join } from "node:path";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import { parsePointer } from "../../data/pointer.js";
import { nameOf } from "../../evals/suite/replace-prompts.js";
import { smallFile } from "../../files/small-file.js";
import type { KnownSuite, KnownSuites } from "../../prompts/lint/known-suites.js";
import { type NamedSuite, namedSuites } from "../evals/named-suites.js";

/**
 * The suites of a working tree. What none of the rules asks for is not read, and nothing is read twice.
 * @param root absolute. @param cases the cases of a suite.
 */
export function knownSuites(root: string, cases: KnownSuites["cases"]): KnownSuites {
  let listed: readonly NamedSuite[] | undefined;
  const list = () => {
    listed ??= namedSuites(root);
    return listed;
  };
  const prompts = new Map<string, Promise<ReadonlySet<string>>>();
  const promptsOf = (suite: NamedSuite) => {
    const known = prompts.get(suite.file) ?? askedPrompts(suite);
    prompts.set(suite.file, known);
    return known;
  };
  const digests = new Map<string, Promise<Sha256 | undefined>>();
  return {
    list,
    async asking(prompt) {
      const found: KnownSuite[] = [];
      for (const suite of list()) {
        // To understand a suite takes longer than to see that a name is not in it.
        if (suite.text.includes(prompt) && (await promptsOf(suite)).has(prompt)) found.push(suite);
      }
      return found;
    },
    digestOf(path) {
      const known = digests.get(path) ?? digestAt(root, path);
      digests.set(path, known);
      return known;
    },
    cases,
  };
}

/** The prompts of the repository that a suite names; none where it cannot be understood, which is told elsewhere. */
async function askedPrompts({ text, file }: NamedSuite): Promise<ReadonlySet<string>> {
  const { readSuiteYaml } = await import("../../evals/suite/suite-yaml.js");
  const target = member((await readSuiteYaml(text, file)).value, "target");
  const written = member(target, "prompt");
  const items: readonly unknown[] = Array.isArray(written) ? written : [written];
  const references = items.map((item) => (typeof item === "string" ? item : member(item, "name")));
  return new Set(references.flatMap((one) => (typeof one === "string" ? [nameOf(one)] : [])));
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Of a tracked file what its pointer says, so that large data need not be read. */
async function digestAt(root: string, path: string): Promise<Sha256 | undefined> {
  const pointerFile = `${path}.mlx`;
  const pointer = smallFile(join(root, pointerFile));
  if (pointer) {
    const parsed = await parsePointer(pointer.toString("utf8"), pointerFile).catch(() => undefined);
    return parsed?.kind === "file" ? parsed.sha256 : undefined;
  }
  const bytes = smallFile(join(root, path));
  return bytes && sha256Of(bytes);
}
