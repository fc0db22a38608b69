import type { FormatReport } from "../formats/format-report.js";
import type { ModelFacts, TensorShape } from "../model-facts.js";
import type { ArchiveKind } from "./archive-kind.js";

const mostShapes = 50;
const frameworks: Readonly<Record<string, string>> = {
  pytorch: "pytorch",
  torchscript: "pytorch",
  npz: "numpy",
  keras: "keras",
};

/** What is known of an archive from what is known of its entries. */
export function mergedFacts(
  { format }: Pick<ArchiveKind, "format">,
  entries: readonly { readonly name: string; readonly report: FormatReport }[],
): ModelFacts {
  let [tensors, parameters] = [0, 0];
  const dtypes = new Map<string, number>();
  const shapes: TensorShape[] = [];
  for (const { name, report } of entries) {
    const { facts } = report;
    tensors += facts.tensors ?? 0;
    parameters += facts.parameters ?? 0;
    for (const [dtype, count] of Object.entries(facts.dtypes ?? {}))
      dtypes.set(dtype, (dtypes.get(dtype) ?? 0) + count);
    for (const shape of facts.shapes ?? []) {
      if (shapes.length < mostShapes)
        shapes.push(shape.name === "" ? { ...shape, name: name.replace(/\.npy$/, "") } : shape);
    }
  }
  const imports = entries.flatMap(({ report }) => report.facts.imports ?? []);
  const facts = entries.map(({ report }) => report.facts);
  const framework = frameworks[format] ?? facts.find((it) => it.framework)?.framework;
  const architecture = facts.find((it) => it.architecture)?.architecture;
  const metadata = facts.find((it) => it.metadata)?.metadata;
  return {
    ...(framework !== undefined && { framework }),
    ...(architecture !== undefined && { architecture }),
    ...(metadata !== undefined && { metadata }),
    ...(tensors > 0 && { tensors, parameters, dtypes: Object.fromEntries(dtypes), shapes }),
    ...(imports.length > 0 && { imports: [...new Set(imports)].slice(0, 200) }),
  };
}
