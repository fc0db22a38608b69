import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { hookNames } from "../../../../src/app/hooks/hook-names.js";
import { hookBlock, type MlxCall } from "../../../../src/app/hooks/hook-script.js";
import { tempFolder } from "../../../support/temp-folder.js";

const folder = tempFolder();
const awkward = join(folder, 'it\'s a "place" for $HOME `x` \\ ünï');
mkdirSync(awkward);

/** Stands for node: tells what it was called with, and what came in. */
const fakeNode = join(awkward, "node");
const script = join(awkward, "mlx script.js");
writeFileSync(fakeNode, '#!/bin/sh\nshift\necho "mlx: $* < $(cat)"\nexit $MLX_CODE\n');
writeFileSync(script, "");
chmodSync(fakeNode, 0o755);
const absolute: MlxCall = { kind: "absolute", node: fakeNode, script };

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function runHook(
  text: string,
  input: { readonly args?: string[]; readonly stdin?: string; readonly env?: Record<string, string> } = {},
  file = join(tempFolder(), "hook"),
): Ran {
  writeFileSync(file, text, { mode: 0o755 });
  const options = {
    cwd: dirname(file),
    env: { PATH: "/usr/bin:/bin", ...input.env },
    input: input.stdin ?? "",
    encoding: "utf8",
  } as const;
  try {
    return { code: 0, out: execFileSync(file, input.args ?? [], { ...options, stdio: "pipe" }), err: "" };
  } catch (error) {
    if (!(error instanceof Error) || !("status" in error) || !("stdout" in error) || !("stderr" in error))
      throw error;
    return { code: Number(error.status), out: String(error.stdout), err: String(error.stderr) };
  }
}

const block = (hook: (typeof hookNames)[number], call: MlxCall = absolute): string =>
  hookBlock({ hook, call, whole: false, chained: false });

describe.each(["sh", "bash", "dash"])("in %s", (shell) => {
  test.each(hookNames)(
    "%s calls the mlx that wrote it, whatever its path, with what git hands over",
    (hook) => {
      const { code, out } = runHook(`#!/usr/bin/env ${shell}\n${block(hook)}echo rest "$@"\n`, {
        args: ["a b", "c"],
        stdin: "refs\n",
      });
      expect({ code, out }).toEqual({ code: 0, out: `mlx: hooks run ${hook} a b c < refs\nrest a b c\n` });
    },
  );

  test("a refusal ends the hook with its code, before what follows", () => {
    for (const hook of ["pre-commit", "pre-push"] as const) {
      const ran = runHook(`#!/usr/bin/env ${shell}\n${block(hook)}echo rest\n`, {
        env: { MLX_CODE: "1" },
        stdin: "x\n",
      });
      expect(ran.code).toBe(1);
      expect(ran.out).not.toContain("rest");
    }
  });

  test("nothing that goes wrong with data keeps a checkout or a merge from its hook", () => {
    for (const hook of ["post-checkout", "post-merge"] as const) {
      const ran = runHook(`#!/usr/bin/env ${shell}\nset -eu\n${block(hook)}echo rest\n`, {
        env: { MLX_CODE: "3" },
      });
      expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("rest") });
    }
  });

  test("pre-push leaves the refs to what follows as git gave them, none too", () => {
    const text = `#!/usr/bin/env ${shell}\nset -eu\n${block("pre-push")}while read -r line; do printf "[%s]\\n" "$line"; done\n`;
    const refs = "refs/heads/a $HOME `x` \\n 1\nrefs/heads/b 2 3 4\n";
    expect(runHook(text, { stdin: refs }).out).toContain(
      "[refs/heads/a $HOME `x` \\n 1]\n[refs/heads/b 2 3 4]\n",
    );
    expect(runHook(text).out).not.toContain("[");
  });
});

describe("without the mlx that wrote it", () => {
  const gone: MlxCall = { kind: "absolute", node: "/nowhere/node", script: "/nowhere/mlx.js" };

  test("it calls mlx on PATH", () => {
    const bin = tempFolder();
    writeFileSync(join(bin, "mlx"), '#!/bin/sh\necho "on PATH: $*"\n', { mode: 0o755 });
    const { out } = runHook(`#!/bin/sh\n${block("pre-commit", gone)}`, {
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(out).toBe("on PATH: hooks run pre-commit\n");
  });

  test("it calls the project's own", () => {
    const file = join(tempFolder(), "hook");
    const own = join(dirname(file), "node_modules", ".bin", "mlx");
    mkdirSync(dirname(own), { recursive: true });
    writeFileSync(own, '#!/bin/sh\necho "own: $*"\n', { mode: 0o755 });
    expect(runHook(`#!/bin/sh\n${block("pre-commit", gone)}`, {}, file).out).toBe(
      "own: hooks run pre-commit\n",
    );
  });

  test("a commit and a push are refused with the way to go on, for an unchecked one must not pass for a checked one", () => {
    const commit = runHook(`#!/bin/sh\n${block("pre-commit", gone)}`);
    expect(commit.code).toBe(1);
    expect(commit.err).toContain("mlx was not found");
    expect(commit.err).toContain("git commit --no-verify");
    expect(runHook(`#!/bin/sh\n${block("pre-push", gone)}`).err).toContain("git push --no-verify");
  });

  test("a checkout goes on", () => {
    expect(runHook(`#!/bin/sh\n${block("post-checkout", gone)}`).code).toBe(0);
  });
});

describe("an earlier hook", () => {
  const chained = (hook: "pre-commit" | "pre-push"): string =>
    `#!/bin/sh\n${hookBlock({ hook, call: absolute, whole: true, chained: true })}`;
  const earlier = (file: string, text: string, mode = 0o755): void =>
    writeFileSync(`${file}.before-mlx`, text, { mode });

  test("runs first, with the same arguments and input", () => {
    const file = join(tempFolder(), "pre-push");
    earlier(file, '#!/bin/sh\necho "earlier: $* < $(cat)"\n');
    expect(runHook(chained("pre-push"), { args: ["origin", "url"], stdin: "refs\n" }, file).out).toBe(
      "earlier: origin url < refs\nmlx: hooks run pre-push origin url < refs\n",
    );
  });

  test("decides too: its refusal is the hook's", () => {
    const file = join(tempFolder(), "pre-commit");
    earlier(file, "#!/bin/sh\nexit 7\n");
    expect(runHook(chained("pre-commit"), {}, file)).toMatchObject({ code: 7, out: "" });
  });

  test("that git would not have run is not run either", () => {
    const file = join(tempFolder(), "pre-commit");
    earlier(file, "#!/bin/sh\nexit 7\n", 0o644);
    expect(runHook(chained("pre-commit"), {}, file).code).toBe(0);
  });
});

test("a shared hook holds no path of this computer", () => {
  const text = hookBlock({ hook: "pre-commit", call: { kind: "shared" }, whole: true, chained: false });
  expect(text).toContain("git config --local mlx.node");
  expect(text).not.toContain(folder);
});
