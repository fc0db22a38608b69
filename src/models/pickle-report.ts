import type { ByteSource } from "./byte-source.js";
import type { FormatReport } from "./formats/format-report.js";
import type { ModelFacts } from "./model-facts.js";
import { type PickleScan, scanPickles } from "./pickle/scan-pickles.js";
import { limitFinding, type ScanContext } from "./scan-context.js";
import { type ModelFinding, within } from "./verdict.js";

const mostParts = 1000;
const pickleNames = /\.(?:pkl|pickle|p|pk|joblib|jl|pt|pth|ckpt|bin|dat|data|model|sav|mar|t7)$/i;
/** Names of formats that are no pickles: whoever trusts the name is misled. */
const otherNames =
  /\.(?:safetensors|json|txt|md|csv|tsv|ya?ml|toml|onnx|gguf|h5|hdf5|keras|np[yz]|xml|pmml|html?|log|png|jpe?g|gif|pdf)$/i;
/** Opcodes that a pickle without PROTO can begin with. */
const beginnings = new Set(
  [..."(c]})NIJKLMFGPSTUVXBC.\x80\x82\x83\x84\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x95\x96\x97"].map((letter) =>
    letter.charCodeAt(0),
  ),
);

/** Whether no other format has such a name. */
export function isOnlyPickleName(name: string): boolean {
  return /\.(?:pkl|pickle|joblib)$/i.test(name);
}

export function isPickleName(name: string): boolean {
  return pickleNames.test(name);
}

/**
 * The file as pickles. What begins with PROTO is one; other bytes are walked, and are one if that comes to an end, or
 * does something dangerous on the way, as it would when Python tried.
 * @returns undefined if it is no pickle.
 */
export async function pickleReport(
  name: string,
  source: ByteSource,
  head: Uint8Array,
  context: ScanContext,
): Promise<FormatReport | undefined> {
  const [first = 0, second = 0] = head;
  if (!beginnings.has(first)) return undefined;
  const certain = first === 0x80 && second <= 5;
  const scan = await scanPickles(source, context);
  if (!certain && !convinces(scan, source.size, isPickleName(name))) return undefined;
  // Two bytes of anything may be 0x80 and a small number.
  if (certain && scan.first.outcome !== "stopped" && scan.first.opcodes < 3 && !isPickleName(name))
    return undefined;
  const findings: ModelFinding[] = [...scan.findings];
  for (const [index, part] of scan.handedOn.entries()) {
    if (index >= mostParts) {
      findings.push(limitFinding("it hands more parts to other loaders than mlx opens"));
      break;
    }
    const inner = await context.scan("", part, { ...context, depth: context.depth + 1 });
    findings.push(...inner.findings.map((finding) => within(`part ${index + 1}`, finding)));
  }
  if (otherNames.test(name))
    findings.push({
      rule: "misleading-name",
      level: "unknown",
      what: "its name does not say that it is a pickle",
      where: "",
    });
  return { format: scan.form, findings, facts: factsOf(scan) };
}

function convinces({ first, findings, facts, end }: PickleScan, size: number, named: boolean): boolean {
  if (findings.some(({ level }) => level === "suspicious")) return true;
  // What was followed so far goes on as a pickle where nobody follows it.
  if (first.outcome === "limit") return true;
  if (first.outcome !== "stopped") return named && (facts.imports?.length ?? 0) > 0;
  return first.opcodes > 1 && (end === size || (facts.imports?.length ?? 0) > 0 || named);
}

function factsOf({ form, facts }: PickleScan): ModelFacts {
  const modules = new Set(facts.imports?.map((path) => path.split(".")[0] ?? ""));
  const framework =
    form === "pytorch-legacy" || modules.has("torch")
      ? "pytorch"
      : modules.has("sklearn")
        ? "scikit-learn"
        : ["xgboost", "lightgbm", "pandas", "numpy"].find((module) => modules.has(module));
  return { ...(framework !== undefined && { framework }), ...facts };
}
