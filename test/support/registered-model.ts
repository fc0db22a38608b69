import { must } from "./data-project.js";
import { type Files, gitRepo, type TestRepo } from "./repo.js";

/** `model.yaml` with these gates of `champion`, one a line. @param rest of the file. */
export function modelSettings(gates: readonly string[], rest = ""): Files {
  const list = gates.map((gate) => `    - ${gate}\n`).join("");
  return { "models/penguins/model.yaml": `${rest}gates:\n  champion:\n${list}` };
}

/** Forty cases; `holdout.csv` says what is true, and a file beside it what a model said. */
const cases = Array.from({ length: 40 }, (_, index) => ({
  id: `p${index}`,
  is: index < 20 ? "Adelie" : "Gentoo",
}));

/** A suite over recorded answers, and its data. */
export const holdoutSuite: Files = {
  "evals/holdout.eval.yaml": `target: {predictions: ../out/predictions.csv}
data: ../data/holdout.csv
id: id
expected: species
graders: [accuracy, {f1: {average: macro}}]
gates: [{metric: accuracy, min: 0.8}]
`,
  "data/holdout.csv": `id,species\n${cases.map(({ id, is }) => `${id},${is}\n`).join("")}`,
};

/** What a model said that was wrong in so many cases. */
export function predictions(wrong: number): Files {
  const rows = cases.map(({ id, is }, index) => {
    const says = index < wrong ? (is === "Adelie" ? "Gentoo" : "Adelie") : is;
    return `${id},${says}\n`;
  });
  return { "out/predictions.csv": `id,output\n${rows.join("")}` };
}

/** A repository with the model `penguins` in these versions, each with its accuracy; nothing is committed. */
export async function registeredModel(...accuracies: number[]): Promise<TestRepo> {
  const repo = gitRepo({ ...holdoutSuite, ...predictions(2) });
  for (const accuracy of accuracies) await registerVersion(repo, accuracy);
  return repo;
}

export async function registerVersion(repo: TestRepo, accuracy: number): Promise<void> {
  repo.write({ "model.json": JSON.stringify({ weights: [accuracy, Math.round(accuracy * 1e6)] }) });
  await must(repo, [
    "model",
    "register",
    "penguins",
    "model.json",
    "--metric",
    `accuracy=${accuracy}`,
    "-m",
    "made",
  ]);
}

/** The digest of a version's record. */
export function recordOf(repo: TestRepo, version: string): unknown {
  return JSON.parse(repo.read(`models/penguins/versions/${version}.json`)).digest;
}

export const promote = (version: string, ...words: string[]) => [
  ...["model", "promote", `penguins@${version}`, "--to", "champion"],
  ...words,
];

export const approve = (version: string, ...words: string[]) => [
  ...["model", "approve", `penguins@${version}`, "-m", "looked at it"],
  ...words,
];

/** Every change of the working tree that git sees. */
export function changes(repo: TestRepo): string {
  return repo.git("status", "--porcelain", "-uall");
}
