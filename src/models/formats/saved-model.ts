import { displayPath } from "../../core/visible-text.js";
import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import type { ModelFinding } from "../verdict.js";
import type { FormatReport } from "./format-report.js";
import { protoFields, protoText } from "./protobuf.js";

/** Operators of TensorFlow that do more than compute, and what they do. */
const dangerous: Readonly<Record<string, string>> = {
  ...{
    ReadFile: "reads files",
    WriteFile: "writes files",
    MatchingFiles: "lists files",
    PrintV2: "can write files",
  },
  ...{ WholeFileReader: "reads files", WholeFileReaderV2: "reads files", TextLineReader: "reads files" },
  ...{ PyFunc: "runs Python code", PyFuncStateless: "runs Python code", EagerPyFunc: "runs Python code" },
  ...{
    DebugIdentity: "writes files or sends data",
    DebugIdentityV2: "writes files",
    RpcCall: "reaches the network",
  },
  ...{ LoadLibrary: "loads code" },
};

const mostOperators = 10_000;

/**
 * The graph of a TensorFlow SavedModel: the operators in it and in its functions.
 * @throws {BrokenBytes} if it is no such message.
 * @see tensorflow/core/protobuf/saved_model.proto, meta_graph.proto, framework/graph.proto, framework/function.proto
 */
export function readSavedModel(source: ByteSource): FormatReport {
  const operators = new Set<string>();
  let version: string | undefined;
  let graphs = 0;
  const node = (content: ByteSource) => {
    for (const field of protoFields(content)) {
      if (field.number === 2 && operators.size < mostOperators) operators.add(protoText(field.content));
    }
  };
  for (const part of protoFields(source)) {
    if (part.number !== 2) continue;
    for (const meta of protoFields(part.content)) {
      if (meta.number === 1) {
        for (const info of protoFields(meta.content))
          if (info.number === 5) version = protoText(info.content);
      }
      if (meta.number !== 2) continue;
      graphs++;
      for (const graph of protoFields(meta.content)) {
        if (graph.number === 1) node(graph.content);
        if (graph.number !== 2) continue;
        for (const library of protoFields(graph.content)) {
          if (library.number !== 1) continue;
          for (const body of protoFields(library.content)) if (body.number === 3) node(body.content);
        }
      }
    }
  }
  if (graphs === 0) throw new BrokenBytes("it has no graph", 0);
  const findings = [...operators].flatMap((name): ModelFinding[] => {
    const what = dangerous[name];
    return what === undefined
      ? []
      : [
          {
            rule: "file-operator",
            level: "suspicious",
            what: `the operator ${displayPath(name)} ${what}`,
            where: "graph",
          },
        ];
  });
  const facts = {
    framework: "tensorflow",
    ...(version !== undefined && { producer: `tensorflow ${version}` }),
  };
  return { format: "savedmodel", findings, facts };
}
