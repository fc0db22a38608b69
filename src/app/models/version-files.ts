import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import { displayPath } from "../../core/visible-text.js";
import type { FileEntry } from "../../data/types.js";
import type { ModelFacts } from "../../models/model-facts.js";
import { type ModelDetails, type ModelHeader, mostArtifacts } from "../../registry/models/model-details.js";
import type { ModelScan, ScannedFile } from "./scan-models.js";

/** What the files of a version say of it. */
export interface VersionFiles
  extends Pick<ModelDetails, "artifacts" | "files" | "bytes" | "format" | "facts" | "scan"> {
  readonly baseModel?: string;
  readonly license?: string;
  /** What the person should know. */
  readonly warnings: readonly string[];
}

/** What lies beside a model, and is none. */
const besides: ReadonlySet<string> = new Set([
  ...["text", "json", "empty", "unread", "unknown", "program"],
  ...["tokenizer-config", "transformers-config", "adapter-config"],
]);

/** Formats of which a damaged file can be loaded by nothing. */
const strict: ReadonlySet<string> = new Set(["safetensors", "gguf", "onnx"]);

/** Names and numbers of a header that a record keeps. */
const mostNames = 50;

/**
 * Describes the files of a version by a scan of them.
 * @param files byte-sorted. @param scan of the same files, in the same order.
 * @throws {MlxError} `MLX_MODEL_DAMAGED`, exit 2, for a file that no loader could read.
 */
export function describeFiles(files: readonly FileEntry[], scan: ModelScan): VersionFiles {
  const described = files.map((file, index) => ({ ...file, scanned: scan.files[index] ?? unscanned(file) }));
  for (const { scanned } of described) refuseDamaged(scanned);
  const models = described.filter(({ scanned }) => !besides.has(scanned.format));
  const main = (models.length > 0 ? models : described).reduce((largest, file) =>
    file.size > largest.size ? file : largest,
  );
  const facts = headerOf(main.scanned, scan.files);
  const baseModel = firstText(scan.files, ({ baseModel }) => baseModel);
  const license = firstText(
    scan.files,
    ({ metadata }) => metadata?.["general.license"] ?? metadata?.["license"],
  );
  const rules = scan.files.flatMap(({ findings }) =>
    findings.flatMap(({ level, rule }) => (level === "note" ? [] : [rule])),
  );
  return {
    artifacts: described.slice(0, mostArtifacts).map(({ path, sha256, size, scanned }) => {
      return { path, sha256, size, format: scanned.format };
    }),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    format: main.scanned.format,
    ...(Object.keys(facts).length > 0 && { facts }),
    scan: { verdict: scan.verdict, rules: [...new Set(rules)].sort() },
    ...(baseModel !== undefined && { baseModel }),
    ...(license !== undefined && { license }),
    warnings: [...absentFiles(described), ...scanWarnings(scan)],
  };
}

function unscanned({ path }: FileEntry): ScannedFile {
  return { path, format: "unread", verdict: "unknown", findings: [], facts: {} };
}

function refuseDamaged({ path, format, findings }: ScannedFile): void {
  const damage = findings.find(({ rule }) => rule === "damaged");
  if (damage === undefined || !strict.has(format)) return;
  const where = damage.where === "" ? "" : ` (${damage.where})`;
  throw new MlxError(
    "MLX_MODEL_DAMAGED",
    `${displayPath(path)} is damaged, and no ${format} loader could read it: ${damage.what}${where}`,
    {
      hint: "write or download it again; nothing was registered",
      exitCode: 2,
    },
  );
}

/** The header of the main file; of several files of its format, shards of one model, the tensors of all of them. */
function headerOf({ format, facts }: ScannedFile, all: readonly ScannedFile[]): ModelHeader {
  const shards = all.filter((file) => file.format === format && file.facts.tensors !== undefined);
  const { framework, architecture, quantisation, producer, opsets, inputs, outputs } = facts;
  const config = all.find((file) => file.format === "transformers-config")?.facts;
  const lora = facts.lora ?? all.find((file) => file.facts.lora !== undefined)?.facts.lora;
  const built = architecture ?? config?.architecture;
  const packed = quantisation ?? config?.quantisation;
  return {
    ...(framework !== undefined && { framework }),
    ...(built !== undefined && { architecture: built }),
    ...(packed !== undefined && { quantisation: packed }),
    ...(shards.length > 0 && tensorsOf(shards)),
    ...(opsets && { opsets }),
    ...(producer !== undefined && { producer }),
    ...(inputs && inputs.length > 0 && { inputs: inputs.slice(0, mostNames) }),
    ...(outputs && outputs.length > 0 && { outputs: outputs.slice(0, mostNames) }),
    ...(lora && { lora: { ...lora, ...(lora.targets && { targets: lora.targets.slice(0, mostNames) }) } }),
  };
}

function tensorsOf(shards: readonly ScannedFile[]): Pick<ModelHeader, "tensors" | "parameters" | "dtypes"> {
  const dtypes = new Map<string, number>();
  let [tensors, parameters] = [0, 0];
  for (const { facts } of shards) {
    tensors += facts.tensors ?? 0;
    parameters += facts.parameters ?? 0;
    for (const [dtype, count] of Object.entries(facts.dtypes ?? {}))
      dtypes.set(dtype, (dtypes.get(dtype) ?? 0) + count);
  }
  return {
    tensors,
    parameters,
    dtypes: Object.fromEntries([...dtypes].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function firstText(
  files: readonly ScannedFile[],
  read: (facts: ModelFacts) => string | undefined,
): string | undefined {
  for (const { facts } of files) {
    const text = read(facts);
    if (text !== undefined && text !== "") return text;
  }
  return undefined;
}

/** Tensors that lie beside an ONNX model belong to it. */
function absentFiles(files: readonly (FileEntry & { readonly scanned: ScannedFile })[]): string[] {
  const there = new Set(files.map(({ path }) => path));
  return files.flatMap(({ path, scanned }) => {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const absent = (scanned.facts.externalFiles ?? []).filter(
      (name) => !there.has(`${folder}${name.replace(/^\.\//, "")}`),
    );
    if (absent.length === 0) return [];
    return [
      `${displayPath(path)} keeps tensors in ${fewOf(absent.map(displayPath), 3)}, which is not among the files: without it the model cannot be loaded`,
    ];
  });
}

function scanWarnings({ verdict, files }: ModelScan): string[] {
  if (verdict !== "suspicious") return [];
  const [first] = files.filter((file) => file.verdict === "suspicious");
  const why = first?.findings.find(({ level }) => level === "suspicious")?.what ?? "";
  return [
    `the scan finds it suspicious: ${displayPath(first?.path ?? "")} ${displayPath(why)}; it is registered as it is, and not loaded`,
  ];
}
