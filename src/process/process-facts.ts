import { readdirSync, readFileSync } from "node:fs";
import { run } from "./run.js";

/** What a process and those below it use at one moment. */
export interface TreeUse {
  /** Resident memory of all of them. */
  readonly residentBytes: number;
  /** The most that one of them had resident so far; 0 where nobody knows. */
  readonly highestBytes: number;
  /** CPU time of those still running, by process; absent where `reapedCpuSeconds` tells. */
  readonly cpuSeconds?: ReadonlyMap<number, number>;
}

/** What the system tells about processes. */
export interface ProcessFacts {
  /** How long to wait between two looks, in milliseconds: the first and the longest time. */
  readonly pace: { readonly first: number; readonly longest: number };
  /** Undefined once the process is gone. */
  treeUse(pid: number): Promise<TreeUse | undefined>;
  /** CPU time of this process's children, and theirs, that have ended; undefined where nobody knows. */
  reapedCpuSeconds(): number | undefined;
}

/** The facts of this computer; undefined where there are none to be had. */
export function processFacts(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): ProcessFacts | undefined {
  if (platform === "linux") return linuxFacts(readText, listNames);
  return platform === "win32" ? undefined : psFacts((args) => listProcesses(args, env));
}

type ReadText = (path: string) => string | undefined;
type ListNames = (path: string) => readonly string[];

/** Ticks of the kernel's clock a second: 100 on every architecture that Node runs on. */
const ticks = 100;

/** From `/proc`. */
export function linuxFacts(read: ReadText, list: ListNames): ProcessFacts {
  return {
    pace: { first: 25, longest: 250 },
    treeUse: async (pid) => {
      let [residentBytes, highestBytes, seen] = [0, 0, 0];
      const pending = [pid];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const status = read(`/proc/${next}/status`);
        if (status === undefined) continue;
        seen++;
        residentBytes += kilobytes(status, "VmRSS");
        highestBytes = Math.max(highestBytes, kilobytes(status, "VmHWM"));
        for (const task of list(`/proc/${next}/task`)) {
          const children = read(`/proc/${next}/task/${task}/children`) ?? "";
          pending.push(...(children.match(/\d+/g) ?? []).map(Number));
        }
      }
      return seen === 0 ? undefined : { residentBytes, highestBytes };
    },
    reapedCpuSeconds: () => {
      const stat = read("/proc/self/stat");
      if (stat === undefined) return undefined;
      // Fields 16 and 17, cutime and cstime; the second field, a name in parentheses, may hold anything.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return (Number(fields[13]) + Number(fields[14])) / ticks;
    },
  };
}

function kilobytes(status: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status);
  return Number(found?.[1] ?? 0) * 1024;
}

/** From `ps`, elsewhere on Unix. */
export function psFacts(list: (args: readonly string[]) => Promise<string>): ProcessFacts {
  return {
    pace: { first: 1000, longest: 1000 },
    treeUse: async (pid) => {
      const rows = (await list(["-axo", "pid=,ppid=,rss=,time="])).split("\n").flatMap(parseRow);
      const tree = new Set([pid]);
      // A process comes after the one that started it only as a rule, so it is looked at until nothing is added.
      for (let size = 0; size < tree.size; ) {
        size = tree.size;
        for (const row of rows) if (tree.has(row.parent)) tree.add(row.pid);
      }
      const inside = rows.filter((row) => tree.has(row.pid));
      if (inside.length === 0) return undefined;
      return {
        residentBytes: inside.reduce((sum, row) => sum + row.bytes, 0),
        highestBytes: 0,
        cpuSeconds: new Map(inside.map((row) => [row.pid, row.seconds])),
      };
    },
    reapedCpuSeconds: () => undefined,
  };
}

interface PsRow {
  readonly pid: number;
  readonly parent: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** `  501   1  10240  1-02:03:04.56`: process, parent, kilobytes, time as [[days-]hours:]minutes:seconds. */
function parseRow(line: string): PsRow[] {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(?:(\d+)-)?([\d:.]+)\s*$/.exec(line);
  if (!match) return [];
  const [, pid, parent, kilo, days = "0", clock = ""] = match;
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      bytes: Number(kilo) * 1024,
      seconds: Number(days) * 86_400 + seconds,
    },
  ];
}

async function listProcesses(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run("ps", args, { cwd: "/", env: { ...env, LC_ALL: "C" } });
  return stdout.toString("utf8");
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function listNames(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
