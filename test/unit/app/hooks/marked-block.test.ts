import { describe, expect, test } from "vitest";
import {
  blockIn,
  isBroken,
  isShellScript,
  replaceBlock,
  withBlock,
  withoutBlocks,
} from "../../../../src/app/hooks/marked-block.js";

const lines = "# >>> mlx >>>\nmlx hooks run pre-commit\n# <<< mlx <<<\n";

describe("a block in a script", () => {
  test("stands behind the #! line, before everything else", () => {
    expect(withBlock("#!/bin/sh\nnpm test\n", lines)).toBe(`#!/bin/sh\n${lines}npm test\n`);
  });

  test("stands at the beginning where there is no #! line", () => {
    expect(withBlock("npm test\n", lines)).toBe(`${lines}npm test\n`);
  });

  test.each([
    "#!/bin/sh\nnpm test\n",
    "#!/bin/sh\nnpm test",
    "#!/bin/sh\n",
    "#!/bin/sh",
    "#!/bin/bash -e\r\nnpm test\r\n",
    "npm test\n\n\n",
    "",
  ])("comes out again without a trace: %j", (text) => {
    const written = withBlock(text, lines);
    expect(blockIn(written)).toContain("mlx hooks run");
    expect(isBroken(written)).toBe(false);
    expect(withoutBlocks(written)).toBe(text);
    expect(withoutBlocks(replaceBlock(written, lines.replace("run", "run --verbose")))).toBe(text);
  });

  test("takes nothing along that was written around it later", () => {
    const edited = withBlock("#!/bin/sh\n", lines).replace("#!/bin/sh\n", "#!/bin/sh\necho before\n");
    expect(withoutBlocks(`${edited}echo after\n`)).toBe("#!/bin/sh\necho before\necho after\n");
  });

  test("is replaced where it stands, with $ signs as they are", () => {
    const other = lines.replace("run", "run $& $1");
    expect(replaceBlock(`#!/bin/sh\necho a\n${lines}echo b\n`, other)).toBe(
      `#!/bin/sh\necho a\n${other}echo b\n`,
    );
  });

  test("is broken when one of its two marks is gone", () => {
    expect(isBroken("#!/bin/sh\n# >>> mlx >>>\nmlx hooks run pre-commit\n")).toBe(true);
    expect(isBroken("#!/bin/sh\n# <<< mlx <<<\n")).toBe(true);
    expect(isBroken(`${lines}# >>> mlx >>>\n`)).toBe(true);
    expect(isBroken("#!/bin/sh\n")).toBe(false);
  });
});

test.each([
  ["#!/bin/sh\n", true],
  ["#! /bin/sh -e\n", true],
  ["#!/usr/bin/env bash\n", true],
  ["#!/usr/bin/env -S bash -e\r\n", true],
  ["#!/usr/local/bin/zsh", true],
  ["#!C:/Program/Git/bin/sh.exe\n", true],
  ["#!/usr/bin/env python3\n", false],
  ["#!/usr/bin/fish\n", false],
  ["#!/bin/csh\n", false],
  ["#!/usr/bin/env node\n", false],
  ["echo no first line\n", false],
  ["\u007fELF\u0002", false],
])("%j is a script of a POSIX shell: %s", (text, expected) => {
  expect(isShellScript(text)).toBe(expected);
});
