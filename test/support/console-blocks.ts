import { spawn } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { binaryPath } from "./mlx.js";
import { plainFolder, type TestRepo } from "./repo.js";

/** A command of a document, as a reader would type it. */
export interface ShownCommand {
  /** Where it stands: a line of the document, from 1. */
  readonly line: number;
  readonly command: string;
  /** What the document shows of its output. A line `…` stands for any lines, `…` inside one for any text. */
  readonly shown: readonly string[];
  /** From a comment after the command, such as `# exit 1`; otherwise 0. */
  readonly exit: number;
}

export interface RanCommand extends ShownCommand {
  /** Standard output and errors as a terminal would show them. */
  readonly printed: string;
  readonly exited: number;
}

const examples = fileURLToPath(new URL("../../examples", import.meta.url));

/** The commands in ```console blocks: lines that begin with `$ `, each with the output below it. */
export function shownCommands(markdown: string): ShownCommand[] {
  const commands: { line: number; command: string; shown: string[]; exit: number }[] = [];
  let inside = false;
  for (const [index, text] of markdown.split("\n").entries()) {
    if (text.startsWith("```")) inside = text === "```console";
    else if (inside && text.startsWith("$ ")) {
      const exit = Number(/# exit (\d+)$/.exec(text)?.[1] ?? 0);
      commands.push({ line: index + 1, command: text.slice(2), shown: [], exit });
    } else if (inside) commands.at(-1)?.shown.push(text.trimEnd());
  }
  return commands;
}

/** Runs a document's commands one after the other in one shell, from an empty folder. */
export async function runCommands(commands: readonly ShownCommand[]): Promise<RanCommand[]> {
  const place = plainFolder();
  // The examples say where they take files from: ~/mlx is a checkout of this repository.
  cpSync(examples, join(place.home, "mlx", "examples"), { recursive: true });
  const program = join(place.home, "bin", "mlx");
  mkdirSync(dirname(program));
  writeFileSync(program, '#!/bin/sh\nexec "$MLX_NODE" "$MLX_SCRIPT" "$@"\n', { mode: 0o755 });
  const script = join(place.home, "document.sh");
  writeFileSync(script, shellScript(commands));
  const output = await runShell(place, script);
  const pieces = output.split(/\n@exited (\d+)@\n/);
  return commands.map((command, index) => ({
    ...command,
    printed: (pieces[index * 2] ?? "").replace(/\n$/, ""),
    exited: Number(pieces[index * 2 + 1] ?? Number.NaN),
  }));
}

/** Between the outputs stand lines that no command prints, with the exit code. */
function shellScript(commands: readonly ShownCommand[]): string {
  const lines = commands.map(({ command }) => `${command}\nprintf '\\n@exited %d@\\n' "$?"`);
  return `exec 2>&1\nPATH="$HOME/bin:$PATH"\n${lines.join("\n")}\n`;
}

function runShell(place: TestRepo, script: string): Promise<string> {
  return new Promise((settle, reject) => {
    const child = spawn("bash", [script.replaceAll("\\", "/")], {
      cwd: place.root,
      env: { ...place.env, MLX_NODE: process.execPath, MLX_SCRIPT: binaryPath, LC_ALL: "C.UTF-8" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", () => settle(Buffer.concat(chunks).toString("utf8")));
  });
}

/** Whether what a document shows is what was printed. Nothing shown fits everything. */
export function fits(shown: readonly string[], printed: string): boolean {
  if (shown.length === 0) return true;
  const pattern = shown.map((line) =>
    line === "…" ? "(?:.*\n)*" : `${line.split("…").map(escapeRegExp).join(".*")}\n`,
  );
  const actual = printed.split("\n").map((line) => `${line.trimEnd()}\n`);
  return new RegExp(`^${pattern.join("")}$`).test(actual.join(""));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
