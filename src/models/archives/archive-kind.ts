import type { ByteSource } from "../byte-source.js";

/** What a ZIP archive is, by the names in it. */
export interface ArchiveKind {
  readonly format: "pytorch" | "torchscript" | "npz" | "keras" | "zip";
  /** Of PyTorch: the folder in which everything lies, with its slash. */
  readonly folder: string;
}

/** PyTorch's archives have `data.pkl` in a folder of any name, TorchScript's code beside it. */
export function archiveKind(names: readonly string[]): ArchiveKind {
  const all = new Set(names);
  const pickle = names.find((name) => /(?:^|\/)data\.pkl$/.test(name));
  if (pickle !== undefined) {
    const folder = pickle.slice(0, -"data.pkl".length);
    const scripted =
      names.some((name) => name.startsWith(`${folder}code/`)) || all.has(`${folder}constants.pkl`);
    return { format: scripted ? "torchscript" : "pytorch", folder };
  }
  if (all.has("config.json") && all.has("metadata.json")) return { format: "keras", folder: "" };
  const isNpz = names.length > 0 && names.every((name) => name.endsWith(".npy"));
  return { format: isNpz ? "npz" : "zip", folder: "" };
}

/** Whether an entry is the numbers of a tensor, which PyTorch copies and never unpickles; what begins like a pickle is looked at. */
export function isRawTensor({ format, folder }: ArchiveKind, name: string, content: ByteSource): boolean {
  if (format !== "pytorch" && format !== "torchscript") return false;
  if (
    !name.startsWith(folder) ||
    !/^(?:data|constants|xl_model_weights)\/\d+$/.test(name.slice(folder.length))
  )
    return false;
  const [first = 0, second = 0] = content.read(0, 2);
  const isPickle = first === 0x80 && second >= 2 && second <= 5;
  return !isPickle && !(first === 0x50 && second === 0x4b);
}
