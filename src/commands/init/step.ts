/** One thing that init sees to. */
export interface Step {
  /** A file or a command line, as typed. */
  readonly what: string;
  readonly action: "written" | "extended" | "present" | "ran" | "left out";
  readonly detail: string;
}
