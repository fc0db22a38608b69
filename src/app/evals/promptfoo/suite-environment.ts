import { fillEnvironment } from "../../../evals/promptfoo/fill-environment.js";
import { readSuiteYaml } from "../../../evals/suite/suite-yaml.js";
import { isMapping } from "../../../prompts/json-value.js";

/** The variables that a suite sets for itself in `env`, which may name those of the process. */
export async function suiteEnvironment(
  text: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string>>> {
  if (!/^\s*["']?env["']?\s*:/m.test(text)) return {};
  const { value } = await readSuiteYaml(text, file);
  const own = isMapping(value) ? value["env"] : undefined;
  if (!isMapping(own)) return {};
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, inner]) =>
      typeof inner === "object" || inner === undefined
        ? []
        : [[name, fillEnvironment(String(inner), env)] as const],
    ),
  );
}
