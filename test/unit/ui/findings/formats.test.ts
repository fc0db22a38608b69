import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../src/core/finding.js";
import { githubAnnotations } from "../../../../src/ui/findings/github.js";
import { junitXml } from "../../../../src/ui/findings/junit.js";
import { sarifLog } from "../../../../src/ui/findings/sarif.js";

const plain: Finding = {
  rule: "undeclared-variable",
  severity: "error",
  file: "prompts/a b/prömpt#1.md",
  line: 3,
  column: 5,
  end: { line: 3, column: 9 },
  message: "x is not an input",
  hint: "did you mean y?",
};
const odd: Finding = {
  rule: "secret",
  severity: "warning",
  file: "/tmp/x,y:z.md",
  line: 1,
  column: 1,
  message: `50% <&"'> \u0000\u001b[31m\ud800 a\r\nb, c: d`,
};
const remark: Finding = { ...odd, severity: "info", rule: "other", message: "m" };
const rules = [
  { id: "undeclared-variable", severity: "error", summary: "a variable", why: "Because.", page: "docs/x.md" },
  { id: "unused", severity: "error", summary: "nothing", why: "Because.", page: "docs/y.md" },
] as const;

describe("SARIF 2.1.0", () => {
  const log = sarifLog({ findings: [plain, odd, remark], rules, version: "1.2.3", category: "prompt-lint" });

  test("has what the standard and code scanning ask for", () => {
    expect(log).toMatchObject({
      $schema: expect.stringContaining("sarif-2.1.0"),
      version: "2.1.0",
      runs: [
        {
          columnKind: "utf16CodeUnits",
          automationDetails: { id: "mlx/prompt-lint/" },
          tool: {
            driver: {
              name: "mlx",
              semanticVersion: "1.2.3",
              rules: [
                {
                  id: "undeclared-variable",
                  shortDescription: { text: "A variable." },
                  help: {
                    text: expect.stringContaining("Because."),
                    markdown: expect.stringContaining("docs/x.md"),
                  },
                  defaultConfiguration: { level: "error" },
                },
              ],
            },
          },
        },
      ],
    });
  });

  test("places results by relative URIs and columns from 1", () => {
    const results = JSON.parse(JSON.stringify(log)).runs[0].results;
    expect(results[0]).toEqual({
      ruleId: "undeclared-variable",
      ruleIndex: 0,
      level: "error",
      message: { text: "x is not an input\ndid you mean y?" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "prompts/a%20b/pr%C3%B6mpt%231.md", uriBaseId: "%SRCROOT%" },
            region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
          },
        },
      ],
    });
    expect(results[1].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "file:///tmp/x%2Cy%3Az.md" },
      region: { startLine: 1, startColumn: 1 },
    });
    expect(results.map(({ level }: { level: string }) => level)).toEqual(["error", "warning", "note"]);
    expect("ruleIndex" in results[1]).toBe(false);
  });
});

describe("JUnit", () => {
  const xml = junitXml({
    findings: [plain, odd, remark],
    files: ["clean.md", plain.file],
    name: "mlx prompt lint",
  });

  test("counts errors as failures, shows the rest as output, and passes files without findings", () => {
    expect(xml).toContain('<testsuites name="mlx prompt lint" tests="4" failures="1">');
    expect(xml).toContain('<testcase classname="clean.md" name="no findings"/>');
    expect(xml).toContain('<failure type="undeclared-variable" message="x is not an input">');
    expect(xml.match(/<system-out>/g)).toHaveLength(2);
  });

  test("holds no character that XML forbids, and no markup of a finding's own", () => {
    expect(xml).not.toMatch(/(?![\t\n\r])\p{Cc}|\p{Cs}/u);
    expect(xml).toContain("50% &lt;&amp;&quot;&apos;&gt; \\u0000\\u001b[31m\\ud800 a&#13;&#10;b, c: d");
  });

  test("is well-formed", () => {
    const open: string[] = [];
    for (const [, closing, name = "", own] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!own) open.push(name);
    }
    expect(open).toEqual([]);
  });
});

test("GitHub's annotations are one line each, with what means something to it escaped", () => {
  expect(githubAnnotations([plain, odd, remark]).split("\n")).toEqual([
    "::error file=prompts/a b/prömpt#1.md,line=3,endLine=3,col=5,endColumn=9,title=undeclared-variable::x is not an input%0Adid you mean y?",
    `::warning file=/tmp/x%2Cy%3Az.md,line=1,col=1,title=secret::50%25 <&"'> \u0000\u001b[31m\ud800 a%0D%0Ab, c: d`,
    "::notice file=/tmp/x%2Cy%3Az.md,line=1,col=1,title=other::m",
  ]);
});
