import type { NativeSuite, NativeTarget } from "../../../evals/suite/native-suite.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { ProviderSpec, SuitePrompt } from "../../../evals/types.js";

/**
 * What a program is given, or what stands for the prompt of recorded answers: the suite's `input`, else the only variable.
 * @param names of the cases' values; undefined where the data could not be read.
 */
export function programPrompt(
  source: SuiteSource,
  suite: NativeSuite,
  target: Exclude<NativeTarget, { kind: "prompt" }>,
  names: ReadonlySet<string> | undefined,
): { readonly prompts: readonly SuitePrompt[]; readonly providers: readonly ProviderSpec[] } {
  const at = source.place(target.path);
  const variables = names && variablesAmong(names, suite);
  const only = variables?.length === 1 ? variables[0] : undefined;
  const own = only !== undefined && /^[A-Za-z_]\w*$/.test(only) ? `{{ ${only} }}` : undefined;
  if (target.kind === "predictions") {
    const text = own ?? "";
    const recorded = { id: "echo", label: target.file, config: {}, env: {}, fallbacks: [], at };
    return { prompts: [{ label: "recorded", body: { kind: "template", text }, at }], providers: [recorded] };
  }
  const text = target.input ?? own;
  if (text === undefined && variables) {
    const there =
      variables.length === 0 ? "there is no variable" : `the variables are ${variables.join(", ")}`;
    source.fields.refuse(
      target.path,
      `the suite does not say what is sent: ${there}`,
      'add input: "{{ NAME }}" to the target',
    );
  }
  return {
    prompts: [{ label: "input", body: { kind: "template", text: text ?? "" }, at }],
    providers: [target.provider],
  };
}

/** What a case gives the program: the variables that the suite names, else every column that is not there for the evaluation. */
function variablesAmong(names: ReadonlySet<string>, { roles, target }: NativeSuite): string[] {
  if (roles.vars) return [...roles.vars.keys()];
  const { id, expected, slices, tags, cluster, critical, graders } = roles;
  const taken = new Set(
    [id, expected, ...slices, tags, cluster, critical, graders].map((named) => named?.name),
  );
  if (target?.kind === "predictions") taken.add(target.output);
  return [...names].filter((name) => !taken.has(name) && name !== "expected");
}
