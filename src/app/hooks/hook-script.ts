import { anywayCommand, type HookName, isBlocking } from "./hook-names.js";
import { blockEnd, blockStart, madeByMlx } from "./marked-block.js";

/** How a hook finds mlx. */
export type MlxCall =
  /** By absolute paths: node and the script. */
  | { readonly kind: "absolute"; readonly node: string; readonly script: string }
  /** In a file that a team shares: by what this clone's git configuration says (`mlx.node`, `mlx.script`). */
  | { readonly kind: "shared" };

export interface HookScript {
  readonly hook: HookName;
  readonly call: MlxCall;
  /** Whether the file holds nothing but mlx's lines. */
  readonly whole: boolean;
  /** Whether the hook that was there before lies beside this one and is called first. */
  readonly chained: boolean;
}

const work: Readonly<Record<HookName, string>> = {
  "pre-commit": "checks the prompts of a commit",
  "post-checkout": "checks out the data whose pointers changed",
  "post-merge": "checks out the data whose pointers changed",
  "pre-push": "pushes the data that the pushed commits name",
};

const undone: Readonly<Record<HookName, string>> = {
  "pre-commit": "so the prompts of this commit were not checked",
  "post-checkout": "so the data was not checked out",
  "post-merge": "so the data was not checked out",
  "pre-push": "so the data of these commits was not pushed",
};

/**
 * The lines of mlx in a hook, for any POSIX shell, git for Windows's too. They leave standard input, which `pre-push` gets
 * the refs on, as they found it, for what follows.
 */
export function hookBlock(script: HookScript): string {
  const { hook, whole, chained } = script;
  const [what, gone] = whole ? [madeByMlx, "removes it"] : ["these lines", "takes them out"];
  return [
    blockStart,
    `# mlx ${work[hook]}. "mlx hooks install" wrote ${what}; "mlx hooks uninstall" ${gone}.`,
    ...callFunction(script),
    ...(hook === "pre-push" ? keptInput : []),
    ...(chained ? earlierCall(hook) : []),
    ...mlxCall(hook),
    blockEnd,
    "",
  ].join("\n");
}

function callFunction({ hook, call }: HookScript): string[] {
  const [node, script] =
    call.kind === "absolute" ? [quote(call.node), quote(call.script)] : ['"$mlx_node"', '"$mlx_script"'];
  const found =
    call.kind === "absolute"
      ? []
      : [
          "  mlx_node=$(git config --local mlx.node || :)",
          "  mlx_script=$(git config --local mlx.script || :)",
        ];
  return [
    "mlx_hook() {",
    ...found,
    `  if [ -x ${node} ] && [ -f ${script} ]; then`,
    `    ${node} ${script} hooks run "$@"`,
    "  elif command -v mlx >/dev/null 2>&1; then",
    '    mlx hooks run "$@"',
    "  elif [ -x node_modules/.bin/mlx ]; then",
    '    node_modules/.bin/mlx hooks run "$@"',
    "  else",
    ...notFound(hook),
    "  fi",
    "}",
  ];
}

/** A check that is missing must not pass for one that found nothing; data that stays away does no harm. */
function notFound(hook: HookName): string[] {
  const told = `    echo 'mlx was not found, ${undone[hook]}' >&2`;
  if (!isBlocking(hook)) return [told];
  return [
    told,
    `    echo 'hint: npm install --global mlx-cli, then mlx hooks install; or go on without: ${anywayCommand(hook)}' >&2`,
    "    return 1",
  ];
}

const refs = ["$mlx_refs", "MLX_REFS"];

const keptInput = [
  "mlx_refs=$(cat)",
  'if [ -n "$mlx_refs" ]; then',
  "exec <<MLX_REFS",
  ...refs,
  "else",
  "exec </dev/null",
  "fi",
];

function earlierCall(hook: HookName): string[] {
  return [
    `mlx_earlier="\${0%/*}/${hook}.before-mlx"`,
    '[ ! -x "$mlx_earlier" ] || "$mlx_earlier" "$@" || exit $?',
  ];
}

function mlxCall(hook: HookName): string[] {
  if (hook === "pre-push") return [`mlx_hook ${hook} "$@" <<MLX_REFS || exit $?`, ...refs];
  return [`mlx_hook ${hook} "$@" || ${isBlocking(hook) ? "exit $?" : ":"}`];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
