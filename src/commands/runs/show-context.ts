import { countOf, formatBytes } from "../../core/format-bytes.js";
import { formatDuration } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { environmentFacts, otherVariableFacts, packageFacts } from "../../runs/compare/run-facts.js";
import { shortId } from "../../runs/short-id.js";
import type { PathDigest } from "../../runs/types.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { textWidth } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { shortDigest } from "./run-cells.js";
import { moreLine, pairLines, type Section, sizeText } from "./show-lines.js";

/** What was captured about a run, and what it left behind. */
export function contextSections(ui: Ui, run: WholeRun): Section[] {
  const { context } = run;
  return [
    { title: "code", lines: codeLines(ui, run) },
    { title: "data", lines: dataLines(ui, run) },
    { title: "inputs", lines: digestLines(ui, context.inputs ?? []) },
    {
      title: "datasets",
      lines: run.inputs.map((it) => displayPath(`${it.name} ${it.digest} (${it.sourceType})`)),
    },
    { title: "outputs", lines: digestLines(ui, context.outputs ?? []) },
    { title: "environment", lines: environmentLines(ui, run) },
    { title: "resources", lines: resourceLines(run) },
    { title: "artifacts", lines: artifactLines(ui, run) },
    {
      title: "checkpoints",
      lines: cut(
        ui,
        run.checkpoints.map(({ step, path }) => `step ${step}  ${displayPath(path)}`),
      ),
    },
    {
      title: "models",
      lines: cut(
        ui,
        run.models.map(
          ({ id, name, step, status }) =>
            `${displayPath(name)}  ${displayPath(id)}${step === undefined ? "" : `  step ${step}`}${status === "LOGGED_MODEL_READY" ? "" : `  ${displayPath(status)}`}`,
        ),
      ),
    },
  ];
}

function cut(ui: Ui, lines: readonly string[], limit = 15): string[] {
  const shown = ui.mode.verbose ? lines : lines.slice(0, limit);
  return [...shown, ...moreLine(ui, lines.length - shown.length)];
}

function codeLines(ui: Ui, { context: { code } }: WholeRun): string[] {
  if (code === undefined) return [];
  const { remote, snapshot, changes } = code;
  return [
    ...(remote === undefined ? [] : [`remote    ${displayPath(remote)}`]),
    ...(snapshot ? [`snapshot  ${snapshot.ref} (${sizeText(snapshot.files, snapshot.bytes)})`] : []),
    ...(snapshot?.omitted ?? []).map(({ path, detail }) =>
      ui.theme.yellow(`left out of it: ${displayPath(path)} (${displayPath(detail)})`),
    ),
    ...(changes.length === 0 ? [] : [`${countOf(changes.length, "changed or untracked path")}:`]),
    ...cut(
      ui,
      changes.map((path) => `  ${displayPath(path)}`),
      8,
    ),
  ];
}

function dataLines(ui: Ui, { context: { data } }: WholeRun): string[] {
  if (data === undefined) return [];
  const modified = new Set(data.modified);
  return digestLines(ui, data.pointers, (path) => (modified.has(path) ? ui.theme.yellow("  modified") : ""));
}

function digestLines(ui: Ui, paths: readonly PathDigest[], remark = (_path: string) => ""): string[] {
  const names = paths.map(({ path }) => displayPath(path));
  const width = Math.min(48, Math.max(0, ...names.map(textWidth)));
  const lines = paths.map((it, index) => {
    const name = names[index] ?? "";
    const size = it.kind === "directory" ? sizeText(it.files ?? 0, it.size ?? 0) : formatBytes(it.size ?? 0);
    const held =
      it.sha256 === undefined
        ? "missing"
        : `${it.sha256.slice(0, 12)}${it.size === undefined ? "" : `  ${size}`}`;
    return `${name}${" ".repeat(Math.max(0, width - textWidth(name)))}  ${held}${remark(it.path)}`;
  });
  return cut(ui, lines);
}

function environmentLines(ui: Ui, { context }: WholeRun): string[] {
  const packages = Object.entries(packageFacts(context));
  const others = Object.entries(otherVariableFacts(context));
  return [
    ...pairLines(
      ui,
      Object.entries(environmentFacts(context)).map(([key, value]) => [key, shortDigest(value)] as const),
    ),
    ...(packages.length === 0
      ? []
      : [ui.mode.verbose ? "packages:" : `${countOf(packages.length, "package")} (--verbose lists them)`]),
    ...(ui.mode.verbose ? pairLines(ui, packages).map((line) => `  ${line}`) : []),
    ...(ui.mode.verbose && others.length > 0 ? ["other variables, by the digests of their values:"] : []),
    ...(ui.mode.verbose ? pairLines(ui, others).map((line) => `  ${line}`) : []),
  ];
}

function resourceLines({ id, context: { resources, log } }: WholeRun): string[] {
  const parts = [
    ...(resources ? [`wall time ${formatDuration(resources.wallSeconds * 1000)}`] : []),
    ...(resources?.cpuSeconds === undefined
      ? []
      : [`CPU time ${formatDuration(resources.cpuSeconds * 1000)}`]),
    ...(resources?.peakMemoryBytes === undefined
      ? []
      : [`peak memory ${formatBytes(resources.peakMemoryBytes)}`]),
  ];
  const cutNote = log?.truncated ? ", its middle left out" : "";
  return [
    ...(parts.length === 0 ? [] : [parts.join(" · ")]),
    ...(log ? [`output ${formatBytes(log.written)}${cutNote}: mlx runs log ${shortId(id)}`] : []),
  ];
}

function artifactLines(ui: Ui, { artifacts }: WholeRun): string[] {
  if (artifacts.length === 0) return [];
  const bytes = artifacts.reduce((sum, { size }) => sum + size, 0);
  return [
    ...cut(
      ui,
      artifacts.map(({ path, size }) => `${displayPath(path)}  ${formatBytes(size)}`),
    ),
    ...(artifacts.length > 1 ? [ui.theme.dim(`${sizeText(artifacts.length, bytes)} in all`)] : []),
  ];
}
