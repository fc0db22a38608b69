import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SuiteFacts } from "../../doctor/facts.js";
import { suiteFactsOf } from "../../doctor/suite-facts.js";
import { baselinePath } from "../../evals/outcomes/baseline-path.js";
import { readSuiteYaml } from "../../evals/suite/suite-yaml.js";
import { smallFile } from "../../files/small-file.js";
import { namedSuites } from "../evals/named-suites.js";

const promptfooFiles = ["promptfooconfig.yaml", "promptfooconfig.yml"];

/** The suites in `evals/`, and promptfoo's file at the top. @param root absolute. */
export async function readSuites(root: string): Promise<SuiteFacts[]> {
  const promptfoo = promptfooFiles.flatMap((file) => {
    const text = smallFile(join(root, file))?.toString("utf8");
    return text === undefined ? [] : [{ name: file, file, text }];
  });
  const suites: SuiteFacts[] = [];
  for (const { name, file, text } of [...namedSuites(root), ...promptfoo]) {
    const { value } = await readSuiteYaml(text, file);
    suites.push(suiteFactsOf(value, { name, file, hasBaseline: existsSync(join(root, baselinePath(name))) }));
  }
  return suites;
}
