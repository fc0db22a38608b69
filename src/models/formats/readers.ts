import type { ByteSource } from "../byte-source.js";
import type { ScanContext } from "../scan-context.js";
import type { FormatReport } from "./format-report.js";
import { isGguf, readGguf } from "./gguf.js";
import { isHdf5, readHdf5 } from "./hdf5.js";
import { readJsonModel } from "./json-model.js";
import { isNpy, readNpy } from "./npy.js";
import { readOnnx } from "./onnx.js";
import { isSafetensors, readSafetensors } from "./safetensors.js";
import { readSavedModel } from "./saved-model.js";
import { isText, readTextModel } from "./text-model.js";

export interface FormatReader {
  readonly format: string;
  /** The first bytes leave no doubt; other readers come after an attempt to read a pickle. */
  readonly certain: boolean;
  readonly read: (
    source: ByteSource,
    name: string,
    context: ScanContext,
  ) => FormatReport | Promise<FormatReport>;
}

/** The reader for a file, by its first bytes, else by its name. */
export function readerOf(head: Uint8Array, source: ByteSource, name: string): FormatReader | undefined {
  if (isNpy(head)) return { format: "npy", certain: true, read: readNpy };
  if (isGguf(head)) return { format: "gguf", certain: true, read: readGguf };
  if (isHdf5(head)) return { format: "hdf5", certain: true, read: readHdf5 };
  if (isSafetensors(head, "")) return { format: "safetensors", certain: true, read: readSafetensors };
  if (isSafetensors(head, name)) return { format: "safetensors", certain: false, read: readSafetensors };
  if (name.endsWith(".onnx") || (looksLikeOnnx(head) && !name.endsWith(".pb")))
    return { format: "onnx", certain: false, read: readOnnx };
  if (name.endsWith(".pb")) return { format: "savedmodel", certain: false, read: readSavedModel };
  if (isUniversalBooster(head)) return { format: "xgboost-ubj", certain: true, read: () => universalBooster };
  if (!isText(source)) return undefined;
  const start = new TextDecoder().decode(source.read(0, 256)).trimStart();
  if (name.endsWith(".json") || /^[{[]\s*["{[\]}\d]/.test(start)) {
    const isLines = name.endsWith(".jsonl");
    return { format: "json", certain: false, read: isLines ? readTextModel : readJsonModel };
  }
  return { format: "text", certain: false, read: readTextModel };
}

/** The version comes first, a small number, then the producer or the graph. */
function looksLikeOnnx(head: Uint8Array): boolean {
  const [tag, version = 0, next = 0] = head;
  return (
    tag === 0x08 && version > 0 && version < 64 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(next)
  );
}

const universalBooster: FormatReport = {
  format: "xgboost-ubj",
  findings: [],
  facts: { framework: "xgboost" },
};

/** XGBoost's universal binary JSON: an object whose first key is `learner`, its length as a 64-bit number. */
function isUniversalBooster(head: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(head) === "{L\0\0\0\0\0\0\0\x07learne";
}
