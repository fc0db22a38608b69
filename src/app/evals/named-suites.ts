import { join } from "node:path";
import { smallFile } from "../../files/small-file.js";
import { suiteNameIn, suitesInFolder } from "./suite-folder.js";

/** A suite in `evals/`, as far as it can be told without understanding it. */
export interface NamedSuite {
  /** What the file calls itself, else the file's name without its endings. */
  readonly name: string;
  /** From the repository's top. */
  readonly file: string;
  readonly text: string;
}

/** The suites in `evals/`, in the order of their files. @param root absolute. */
export function namedSuites(root: string): NamedSuite[] {
  return suitesInFolder(root).flatMap((file) => {
    const text = smallFile(join(root, file))?.toString("utf8");
    if (text === undefined) return [];
    const said = /^name:[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:[ \t]#.*)?$/m.exec(text)?.[1];
    return [{ name: said ?? suiteNameIn(file), file, text }];
  });
}
