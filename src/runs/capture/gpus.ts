import type { RunEnvironment } from "../environment.js";

type Gpu = NonNullable<RunEnvironment["gpus"]>[number];

/** Reads `nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader,nounits`; memory is in MiB. */
export function parseNvidiaSmi(text: string): Gpu[] {
  return text.split("\n").flatMap((line): Gpu[] => {
    const fields = line.split(",").map((field) => field.trim());
    // A name may have a comma, the other two have none.
    const [memory, driver] = [fields.pop(), fields.pop()];
    const name = fields.join(", ");
    if (!name || !driver) return [];
    const mebibytes = Number(memory);
    return [{ name, driver, ...(mebibytes > 0 && { memoryBytes: mebibytes * 2 ** 20 }) }];
  });
}

/**
 * What the driver itself tells, where no program may be started.
 * @param version of `/proc/driver/nvidia/version`. @param information of each `/proc/driver/nvidia/gpus/<address>/information`.
 */
export function parseNvidiaDriver(version: string, information: readonly string[]): Gpu[] {
  const driver = /Kernel Module(?: for \S+)?\s+(\d+(?:\.\d+)+)/.exec(version)?.[1] ?? "";
  return information.flatMap((text) => {
    const name = /^Model:\s*(.+?)\s*$/m.exec(text)?.[1];
    return name === undefined ? [] : [{ name, driver }];
  });
}
