import type { Database } from "better-sqlite3";
import { canonicalJson } from "../core/canonical-json.js";
import { numberFromJson } from "../core/json-number.js";
import type { LoggedModel, RunId } from "../runs/types.js";
import { Query } from "./query.js";
import { runNumber } from "./run-number.js";

interface Row {
  readonly json: string;
}

interface ListedRow extends Row {
  readonly experiment: string;
}

const put = new Query(
  `INSERT INTO logged_models (id, run, created_at, json) VALUES (?, ?, ?, ?)
   ON CONFLICT (id) DO UPDATE SET run = excluded.run, created_at = excluded.created_at, json = excluded.json`,
);
const byId = new Query<Row>("SELECT json FROM logged_models WHERE id = ?");
const byRun = new Query<Row>("SELECT json FROM logged_models WHERE run = ? ORDER BY id");
const listed = `SELECT m.json, e.name AS experiment FROM logged_models m
   JOIN runs r ON r.num = m.run JOIN experiments e ON e.id = r.experiment`;
const newestFirst = "ORDER BY m.created_at DESC, m.id";
const everyModel = new Query<ListedRow>(`${listed} ${newestFirst}`);
const modelsOfId = new Query<ListedRow>(`${listed} WHERE r.id = ? ${newestFirst}`);

export function storeModel(database: Database, model: LoggedModel): void {
  const run = runNumber(database, model.runId);
  put.on(database).run(model.id, run, model.createdAt, canonicalJson(model));
}

export function findModel(database: Database, id: string): LoggedModel | undefined {
  const row = byId.on(database).get(id);
  return row === undefined ? undefined : modelOf(row);
}

/** In order of their ids. */
export function modelsOf(database: Database, run: number): LoggedModel[] {
  return byRun.on(database).all(run).map(modelOf);
}

/** The newest first. */
export function listModels(
  database: Database,
  query: { readonly experiments?: readonly string[]; readonly runId?: RunId },
): LoggedModel[] {
  const { experiments, runId } = query;
  const rows = runId === undefined ? everyModel.on(database).all() : modelsOfId.on(database).all(runId);
  const wanted = rows.filter(({ experiment }) => experiments?.includes(experiment) ?? true);
  return wanted.map(modelOf);
}

function modelOf({ json }: Row): LoggedModel {
  const model: LoggedModel = JSON.parse(json);
  const metrics = model.metrics.map((metric) => ({ ...metric, value: numberFromJson(metric.value) }));
  return { ...model, metrics };
}
