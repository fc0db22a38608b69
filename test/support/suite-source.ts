import { type NamedFiles, SuiteSource } from "../../src/evals/suite/suite-source.js";
import { readSuiteYaml } from "../../src/evals/suite/suite-yaml.js";

/** A suite file by its text, `s.eval.yaml`, beside which these files lie. */
export async function suiteSource(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<SuiteSource> {
  return new SuiteSource(
    await readSuiteYaml(text, "s.eval.yaml"),
    "s.eval.yaml",
    text,
    (fields): NamedFiles => {
      const read: NamedFiles["read"] = (written, path) => {
        const found = Object.entries(files).find(([name]) => name === written.replace(/^\.\//, ""))?.[1];
        return found ?? fields.refuse(path, `there is no file ${written}`);
      };
      return {
        read,
        find: (written, path) =>
          read(written, path) === undefined ? undefined : `/repo/${written.replace(/^\.\//, "")}`,
      };
    },
  );
}

/** What was reported, each as `line:column: message (hint)`. */
export function reported({ fields }: SuiteSource): string[] {
  return fields.problems.map(
    ({ line, column, message, hint }) =>
      `${line}:${column}: ${message}${hint === undefined ? "" : ` (${hint})`}`,
  );
}
