import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { sha256Of } from "../core/sha256.js";

/**
 * Names one process for good, also after its number was given to another: `<host>-<pid>-<start>`. `host` stands for
 * the machine, its boot and its process namespace, within which process numbers can be compared.
 */
export interface ProcessIdentity {
  /** 12 hexadecimal digits. */
  readonly host: string;
  readonly pid: number;
  /** Clock ticks from boot to the start of the process, on Linux; elsewhere 0, for unknown. */
  readonly start: number;
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= { host: hostIdentity(), pid: process.pid, start: startOf(process.pid) ?? 0 };
  return own;
}

/** Of another process of this machine. */
export function identityOf(pid: number): ProcessIdentity {
  return { host: ownIdentity().host, pid, start: startOf(pid) ?? 0 };
}

export function identityName({ host, pid, start }: ProcessIdentity): string {
  return `${host}-${pid}-${start}`;
}

/** Reads what `identityName` wrote, at the start of `name`. */
export function parseIdentity(name: string): ProcessIdentity | undefined {
  const match = /^([0-9a-f]{12})-(\d{1,10})-(\d{1,16})(?=$|[-.])/.exec(name);
  if (match?.[1] === undefined) return undefined;
  return { host: match[1], pid: Number(match[2]), start: Number(match[3]) };
}

/** `unknown` for processes of another machine, boot or container. */
export function isAlive(identity: ProcessIdentity): boolean | "unknown" {
  const self = ownIdentity();
  if (identity.host !== self.host) return "unknown";
  if (identity.pid === self.pid) return identity.start === self.start;
  if (!pidExists(identity.pid)) return false;
  const start = startOf(identity.pid);
  return start === undefined || identity.start === 0 || start === identity.start;
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Field 22 of /proc/<pid>/stat. A zombie has ended: it counts as never started. */
function startOf(pid: number): number | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? -1 : Number(fields[19]);
}

function hostIdentity(): string {
  const boot = readText("/proc/sys/kernel/random/boot_id") ?? "";
  return sha256Of(`${hostname()}\n${boot}\n${processNamespace()}`).slice(0, 12);
}

function processNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
