import { type LineagePart, lineageParts, type ModelDetails } from "../models/model-details.js";

/** A part of a version's lineage that is not known, in plain words. */
export interface LineageGap {
  readonly part: LineagePart;
  /** What is not known, as a clause. */
  readonly what: string;
  /** What would fill it. */
  readonly fill: string;
}

const words: Readonly<Record<LineagePart, readonly [what: string, fill: string]>> = {
  run: [
    "which run made it",
    "train with mlx run --output PATH -- COMMAND, or name the run that did: --run ID",
  ],
  outputs: [
    "whether the run wrote these files: not all of them are outputs of it, byte by byte",
    "declare what the command writes, mlx run --output PATH -- COMMAND, and register that",
  ],
  commit: ["from which commit its code is", "commit the code, then train with mlx run"],
  changes: [
    "what was changed beside the commit when it was trained",
    "commit first, then train; or let mlx run keep a snapshot of the changes",
  ],
  data: [
    "which data it was trained on",
    "track the data, mlx data add PATH, or declare it, mlx run --input PATH; or name it: --data PATH",
  ],
  parameters: [
    "with which parameters it was trained",
    "log them in the run: mlx run --param lr=0.1 -- COMMAND",
  ],
  environment: ["in which environment it was trained", "train with mlx run, which records it"],
};

/** What is not known of a version's lineage, in the order of the parts. What a newer mlx names is passed over. */
export function lineageGaps({ missing }: Pick<ModelDetails, "missing">): LineageGap[] {
  return lineageParts
    .filter((part) => missing.includes(part))
    .map((part) => {
      const [what, fill] = words[part];
      return { part, what, fill };
    });
}

/** What is known of where a version comes from. */
type Known = Pick<ModelDetails, "run" | "code" | "data" | "parameters" | "environment"> & {
  /** Whether each file is an output of the run. */
  readonly allOutputs: boolean;
  /** Whether the code is a commit, or the changes beside it were kept. */
  readonly changesKept: boolean;
};

/**
 * The parts of the lineage that are not known. That a run logged no parameters is known, once there is a run.
 */
export function missingLineage(known: Known): LineagePart[] {
  const { run, code, data, parameters, environment, allOutputs, changesKept } = known;
  const lacking: Readonly<Record<LineagePart, boolean>> = {
    run: run === undefined,
    outputs: run !== undefined && !allOutputs,
    commit: code === undefined,
    changes: code !== undefined && !changesKept,
    data: data === undefined || Object.keys(data).length === 0,
    parameters: run === undefined && parameters === undefined,
    environment: environment === undefined,
  };
  return lineageParts.filter((part) => lacking[part]);
}
