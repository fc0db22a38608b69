import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { lintFindings, places, promptText } from "../support/prompt-lint.js";
import { gitRepo } from "../support/repo.js";

const clean = promptText("system:\nBe brief.\n\nuser:\nHi\n");
const wrong = promptText("user:\n{{ nobody }}\n");
const warned = promptText("user:\nWrite to anna@keller.de\n");
const github = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");

describe("what is checked", () => {
  const repo = () =>
    gitRepo({
      "prompts/a/prompt.md": clean,
      "prompts/b/prompt.md": wrong,
      "prompts/_partials/c.md": "te\u200bxt",
      "notes/draft.md": warned,
    });

  test("every prompt and partial without names; exit 1 on errors", async () => {
    const { code, json } = await mlx(repo(), "prompt lint --json");
    expect(code).toBe(1);
    expect(json).toMatchObject({
      schemaVersion: 1,
      checked: 2,
      findings: [
        { file: "prompts/_partials/c.md", rule: "hidden-unicode", fixable: true },
        { file: "prompts/b/prompt.md", rule: "undeclared-variable", line: 6, column: 4, endColumn: 10 },
      ],
    });
  });

  test("prompts by name, files and folders by path from where one stands", async () => {
    const place = repo();
    expect((await mlx(place, "prompt lint a")).code).toBe(0);
    expect((await mlx(place, "prompt lint prompts/b/prompt.md")).code).toBe(1);
    expect((await mlx(place, "prompt lint prompts/a", {})).code).toBe(0);
    expect((await mlx(place, "prompt lint . --json", { cwd: "prompts/b" })).json).toMatchObject({
      checked: 1,
    });
    expect((await mlx(place, "prompt lint ../notes/draft.md --json", { cwd: "prompts" })).json).toMatchObject(
      {
        checked: 1,
        findings: [{ file: "notes/draft.md", rule: "personal-data" }],
      },
    );
  });

  test("with a partial, the prompts that include it", async () => {
    const place = gitRepo({
      "prompts/a/prompt.md": promptText('user:\n{% include "c.md" %}\n'),
      "prompts/b/prompt.md": clean,
      "prompts/_partials/c.md": "{{ nobody }}",
    });
    expect((await mlx(place, "prompt lint prompts/_partials/c.md --json")).json).toMatchObject({
      checked: 1,
      findings: [
        { rule: "undeclared-variable", message: "nobody is not an input of a, which includes this" },
      ],
    });
  });

  test("nothing that does not exist: exit 2, with what was meant", async () => {
    const place = gitRepo({ "prompts/support-answer/prompt.md": clean });
    const unknown = await mlx(place, "prompt lint suport-answer --json");
    expect([unknown.code, unknown.error.code]).toEqual([2, "MLX_PROMPT_NOT_FOUND"]);
    expect(unknown.error.hint).toContain("did you mean support-answer?");
    expect((await mlx(place, "prompt lint no/such.md --json")).error.code).toBe("MLX_PROMPT_NOT_FOUND");
    expect((await mlx(place, "prompt lint --rule secrets --json")).error).toMatchObject({
      code: "MLX_USAGE",
      hint: "did you mean secret?",
    });
    expect((await mlx(place, "prompt lint --max-warnings some")).code).toBe(2);
    expect((await mlx(place, "prompt lint -n")).code).toBe(2);
    expect((await mlx(place, "prompt lint --json --format sarif")).code).toBe(2);
  });

  test("a repository without prompts is fine, and is told so", async () => {
    const { code, stderr, stdout } = await mlx(gitRepo(), "prompt lint");
    expect([code, stdout]).toEqual([0, "nothing found in 0 prompts\n"]);
    expect(stderr).toContain("mlx prompt new NAME");
  });
});

describe("severities", () => {
  const repo = (yaml = "") => gitRepo({ "prompts/a/prompt.md": warned, ...(yaml && { "mlx.yaml": yaml }) });

  test("warnings pass, up to a number, or not at all", async () => {
    expect((await mlx(repo(), "prompt lint")).code).toBe(0);
    expect((await mlx(repo(), "prompt lint --max-warnings 1")).code).toBe(0);
    expect((await mlx(repo(), "prompt lint --max-warnings 0")).code).toBe(1);
    expect((await mlx(repo(), "prompt lint --strict")).code).toBe(1);
  });

  test("are set for the project and, before it, for the prompt", async () => {
    const rules = "prompts: {lint: {rules: {personal-data: error}}}\n";
    expect((await mlx(repo(rules), "prompt lint")).code).toBe(1);
    const own = gitRepo({
      "prompts/a/prompt.md": promptText(
        "user:\nWrite to anna@keller.de\n",
        "lint: {rules: {personal-data: off}}\n",
      ),
      "mlx.yaml": rules,
    });
    expect((await mlx(own, "prompt lint")).code).toBe(0);
  });

  test("of a rule that does not exist are refused: exit 2 in mlx.yaml, an error in a prompt", async () => {
    const { code, error } = await mlx(
      repo("prompts: {lint: {rules: {personaldata: off}}}\n"),
      "prompt lint --json",
    );
    expect([code, error.code, error.hint]).toEqual([2, "MLX_INVALID_CONFIG", "did you mean personal-data?"]);
    const found = await lintFindings(promptText("user:\nHi\n", "lint: {rules: {personaldata: off}}\n"));
    expect(places(found)).toEqual(["4:16 front-matter error"]);
  });

  test("one rule can be asked for alone", async () => {
    const found = await lintFindings(promptText(`user:\n{{ nobody }} ${github}\n`), "--rule secret");
    expect(places(found)).toEqual(["6:14 secret error"]);
  });
});

describe("comments that disable rules", () => {
  const check = async (template: string, more = "") => places(await lintFindings(promptText(template, more)));

  test("for the next line, the same line and the whole file, with a reason", async () => {
    const mail = "anna@keller.de";
    expect(
      await check(`user:\n{# mlx-lint-disable-next-line personal-data: it is ours #}\n${mail}\n${mail}\n`),
    ).toEqual(["8:1 personal-data warning"]);
    expect(await check(`user:\n${mail} {#- mlx-lint-disable-line personal-data: it is ours -#}\n`)).toEqual(
      [],
    );
    expect(
      await check(`user:\n${mail}\n${mail}\n{# mlx-lint-disable personal-data: it is ours #}\n`),
    ).toEqual([]);
  });

  test("several rules at once, a secret too", async () => {
    expect(
      await check(
        `user:\n{# mlx-lint-disable-next-line secret, personal-data: revoked, and ours #}\n${github} anna@keller.de\n`,
      ),
    ).toEqual([]);
  });

  test("in the front matter, behind a #, which is none in quotes or in a block of text", async () => {
    expect(
      await check("user:\nHi\n", `description: anna@keller.de # mlx-lint-disable-line personal-data: ours\n`),
    ).toEqual([]);
    expect(
      await check(
        "user:\nHi\n",
        `# mlx-lint-disable-next-line personal-data: ours\ndescription: anna@keller.de\n`,
      ),
    ).toEqual([]);
    const quoted = `description: "anna@keller.de # mlx-lint-disable-line personal-data: ours"\n`;
    expect(await check("user:\nHi\n", quoted)).toEqual(["4:15 personal-data warning"]);
    const block = "description: |\n  anna@keller.de # mlx-lint-disable-line personal-data: ours\n";
    expect(await check("user:\nHi\n", block)).toEqual(["5:3 personal-data warning"]);
  });

  test("not without a reason, not in raw text, not for rules that do not exist, and not for nothing", async () => {
    expect(await check("user:\n{# mlx-lint-disable-next-line personal-data #}\nanna@keller.de\n")).toEqual([
      "6:1 disable-comment error",
      "7:1 personal-data warning",
    ]);
    expect(
      await check("user:\n{% raw %}{# mlx-lint-disable personal-data: x #}{% endraw %} anna@keller.de\n"),
    ).toEqual(["6:62 personal-data warning"]);
    expect(await check("user:\n{# mlx-lint-disable personaldata: x #}\n{# mlx-lint-disable: x #}\n")).toEqual(
      ["6:1 disable-comment error", "7:1 disable-comment error"],
    );
    expect(await check("user:\n{# mlx-lint-disable-line secret: x #}\n")).toEqual([
      "6:1 disable-comment warning",
    ]);
  });
});

describe("what is published", () => {
  async function published() {
    const repo = gitRepo({ "prompts/a/prompt.md": clean });
    await must(repo, ["prompt", "publish", "a", "--version", "1.0.0", "-m", "first"]);
    await must(repo, "prompt alias a stable 1.0.0");
    return repo;
  }
  const found = async (repo: Awaited<ReturnType<typeof published>>) => {
    const { json } = await mlx(repo, "prompt lint --json");
    return Array.isArray(json["findings"])
      ? json["findings"].map(({ file, rule, severity }) => `${file} ${rule} ${severity}`)
      : [];
  };

  test("and as it was, passes", async () => {
    expect(await found(await published())).toEqual([]);
  });

  test("and edited by hand, is an error at the version's file; a newer working text is a remark", async () => {
    const repo = await published();
    repo.write({
      "prompts/a/versions/1.0.0.md": `${clean}more\n`,
      "prompts/a/prompt.md": promptText("user:\nHello\n"),
    });
    expect(await found(repo)).toEqual([
      "prompts/a/prompt.md unpublished-changes info",
      "prompts/a/versions/1.0.0.md published-changed error",
    ]);
    expect((await mlx(repo, "prompt lint prompts/a/versions/1.0.0.md")).code).toBe(1);
    expect((await mlx(repo, "prompt lint a@1.0.0")).code).toBe(1);
  });

  test("and gone, leaves an alias that points at nothing; without a working text too", async () => {
    const repo = await published();
    repo.remove("prompts/a/versions");
    repo.remove("prompts/a/prompt.md");
    expect(await found(repo)).toContain("prompts/a/aliases/stable alias-target error");
  });

  test("and aliased stable, has a pinned model", async () => {
    const repo = gitRepo({ "prompts/a/prompt.md": clean.replace("-2026-03-17", "") });
    await must(repo, ["prompt", "publish", "a", "--version", "1.0.0", "-m", "first"]);
    await must(repo, "prompt alias a stable 1.0.0");
    expect(await found(repo)).toEqual([
      "prompts/a/prompt.md model-unpinned warning",
      "prompts/a/versions/1.0.0.md model-unpinned error",
    ]);
  });
});

describe("reports", () => {
  const repo = () => gitRepo({ "prompts/a/prompt.md": wrong, "prompts/b/prompt.md": clean });

  test("for people: by file, with the line of an error, and a summary", async () => {
    const { stdout } = await mlx(repo(), "prompt lint");
    expect(stdout.split("\n")).toEqual([
      "prompts/a/prompt.md",
      "  6:4  error    nobody is not an input  undeclared-variable",
      '                hint: declare it: "inputs: {nobody: string}"',
      "                | {{ nobody }}",
      "                |    ^^^^^^",
      "",
      "1 error in 1 of 2 prompts",
      "",
    ]);
  });

  test("never show a line that a secret or personal data stands on", async () => {
    const { stdout } = await mlx(
      gitRepo({
        "prompts/a/prompt.md": promptText(`user:\n{{ nobody }} ${github}\n{{ nobody }} anna@keller.de\n`),
      }),
      "prompt lint",
    );
    expect(stdout).toContain("a GitHub token stands in the text");
    expect(stdout).not.toContain(github);
    expect(stdout).not.toContain("anna@keller.de");
  });

  test("as SARIF, JUnit and GitHub's annotations on stdout, each in its own form alone", async () => {
    const sarif = await mlx(repo(), "prompt lint --format sarif");
    expect(sarif.json).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{ ruleId: "undeclared-variable" }] }],
    });
    const junit = await mlx(repo(), "prompt lint --format junit");
    expect(junit.stdout).toMatch(
      /^<\?xml [\s\S]*<testcase classname="prompts\/b\/prompt.md" name="no findings"\/>[\s\S]*<\/testsuites>\n$/,
    );
    const github = await mlx(repo(), "prompt lint --format github");
    expect(github.stdout).toMatch(/^::error file=prompts\/a\/prompt.md,line=6,[^\n]*\n$/);
    expect([sarif.code, junit.code, github.code]).toEqual([1, 1, 1]);
  });

  test("go to a file, and the summary to people", async () => {
    const place = repo();
    const { stdout, stderr, code } = await mlx(place, "prompt lint --format sarif --output lint.sarif");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("1 error in 1 of 2 prompts; the report is in lint.sarif");
    expect(JSON.parse(place.read("lint.sarif"))).toMatchObject({ version: "2.1.0" });
    await mlx(place, "prompt lint --output lint.txt");
    expect(place.read("lint.txt")).toContain("  6:4  error    nobody is not an input  undeclared-variable\n");
    expect((await mlx(place, "prompt lint --json --format junit --output lint.xml")).json).toMatchObject({
      checked: 2,
    });
    expect(place.read("lint.xml")).toContain("<testsuites");
  });
});

test("a bare repository has no prompts to check, which is not the same as nothing found", async () => {
  const repo = gitRepo({ "prompts/p/prompt.md": "user:\nHi\n" });
  repo.commit();
  repo.git("clone", "--quiet", "--bare", ".", "bare.git");
  for (const command of ["prompt lint", "prompt show p"]) {
    const { code, stderr } = await mlx(repo, command, { cwd: "bare.git" });
    expect([code, stderr]).toEqual([2, expect.stringContaining("is a bare repository")]);
  }
});
