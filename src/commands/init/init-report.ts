import type { App } from "../../app/app.js";
import type { ProjectTemplateName } from "./project-templates.js";
import type { Step } from "./step.js";

export interface InitReport {
  readonly root: string;
  /** Whether the repository is new. */
  readonly created: boolean;
  readonly steps: readonly Step[];
  readonly dryRun: boolean;
  readonly template?: {
    readonly name: ProjectTemplateName;
    readonly licence: string;
    readonly next: readonly string[];
  };
  /** What to do without a template. */
  readonly next: string;
}

/** Tells what init did, or would do. */
export function reportInit(app: App, report: InitReport): void {
  const { ui } = app;
  const { root, created, steps, dryRun, template } = report;
  if (ui.mode.json) {
    const by = (action: Step["action"]) =>
      steps.flatMap((step) => (step.action === action ? [step.what] : []));
    const extra = template && {
      template: template.name,
      ran: by("ran"),
      leftOut: by("left out"),
      next: template.next,
    };
    const repository = { root, created };
    ui.json({
      repository,
      written: by("written"),
      extended: by("extended"),
      present: by("present"),
      ...extra,
      dryRun,
    });
    return;
  }
  if (created) ui.out(`${dryRun ? "would make" : "made"} a git repository in ${root}`);
  else if (root !== app.cwd) ui.out(`this is a part of the repository ${root}; its top is set up`);
  tellSteps(app, steps, dryRun);
  const changed = steps.some(({ action }) => action !== "present" && action !== "left out");
  if (!changed) ui.out("nothing to do: everything is set up");
  else if (template) tellTemplate(app, template, dryRun);
  else if (!dryRun) ui.note(report.next);
}

function tellSteps({ ui }: App, steps: readonly Step[], dryRun: boolean): void {
  const label = ({ action }: Step): string => {
    if (!dryRun || action === "present" || action === "left out") return action;
    return action === "ran" ? "would run" : `would be ${action}`;
  };
  const labels = Math.max(...steps.map((step) => label(step).length), dryRun ? 17 : 9);
  // Command lines are long: they need not push what is said of files to the right.
  const width =
    Math.max(...steps.filter(({ action }) => action !== "ran").map(({ what }) => what.length)) + 2;
  for (const step of steps) {
    const what = step.detail === "" ? step.what : `${step.what.padEnd(width)} ${ui.theme.dim(step.detail)}`;
    ui.out(`  ${label(step).padEnd(labels)} ${what}`);
  }
}

function tellTemplate(
  { ui }: App,
  { licence, next }: NonNullable<InitReport["template"]>,
  dryRun: boolean,
): void {
  ui.out(`the data: ${licence}`);
  if (dryRun) return;
  ui.note(`commit it:  ${ui.theme.bold('git add --all && git commit -m "Begin with mlx"')}`);
  for (const [index, line] of next.entries()) {
    ui.note(`${index === 0 ? "then try:" : "".padEnd(9)}   ${ui.theme.bold(line)}`);
  }
}
