import { existsSync, readdirSync, readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, type as osType, release, totalmem } from "node:os";
import { join } from "node:path";
import { containerOf } from "../../../runs/capture/container.js";
import { parseNvidiaDriver, parseNvidiaSmi } from "../../../runs/capture/gpus.js";
import { libcOfLdd } from "../../../runs/capture/libc.js";
import { osReleaseName } from "../../../runs/capture/os-release.js";
import type { RunEnvironment } from "../../../runs/environment.js";
import type { Ask } from "./ask-program.js";
import { findProgram } from "./find-program.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Operating system, processors and memory, as the command may use them. */
export function describeMachine(env: Environment): RunEnvironment {
  const container = containerOf({
    mountinfo: readText("/proc/self/mountinfo"),
    cgroup: readText("/proc/1/cgroup"),
    dockerenv: existsSync("/.dockerenv"),
    containerenv: readText("/run/.containerenv"),
    env,
  });
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  const libc = libcName();
  return {
    os: osReleaseName(readText("/etc/os-release") ?? "") ?? `${osType()} ${release()}`,
    arch: arch(),
    kernel: `${osType()} ${release()}`,
    ...(libc !== undefined && { libc }),
    ...(locale && { locale }),
    ...(container && { container }),
    cpu: { model: cpus()[0]?.model.trim() ?? "unknown", count: availableParallelism() },
    memoryBytes: usableMemory(),
  };
}

/** What a control group allows, where it is less than what the machine has. */
function usableMemory(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

function libcName(): string | undefined {
  if (process.platform !== "linux") return undefined;
  return libcOfLdd(readText("/usr/bin/ldd") ?? "") ?? libcOfProcess();
}

/** What Node itself runs on: takes 4 ms to tell. */
function libcOfProcess(): string {
  // Else it looks up the names of hosts that this process is connected to.
  Object.assign(process.report, { excludeNetwork: true });
  const report: unknown = process.report.getReport();
  const header =
    typeof report === "object" && report !== null && "header" in report ? report.header : undefined;
  const told = typeof header === "object" && header !== null && "glibcVersionRuntime" in header;
  const glibc = told ? header.glibcVersionRuntime : undefined;
  return typeof glibc === "string" ? `glibc ${glibc}` : "musl";
}

const smiQuery = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader,nounits"];

/** @param ask absent: nothing may be started, and the driver tells what it can by itself. */
export async function describeGpus(
  cwd: string,
  env: Environment,
  ask: Ask | undefined,
): Promise<NonNullable<RunEnvironment["gpus"]>> {
  const program = ask && findProgram("nvidia-smi", cwd, env);
  const answer = program && (await ask(program, smiQuery));
  if (answer) return parseNvidiaSmi(answer);
  const folder = "/proc/driver/nvidia";
  const version = readText(join(folder, "version"));
  if (version === undefined) return [];
  const information = readdirSync(join(folder, "gpus")).map((name) =>
    readText(join(folder, "gpus", name, "information")),
  );
  return parseNvidiaDriver(
    version,
    information.filter((text) => text !== undefined),
  );
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
