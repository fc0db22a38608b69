import type { DatasetInput } from "../../runs/types.js";
import type { Fields } from "./fields.js";
import { withoutEmpty } from "./json-text.js";

/** How a model that went into a run is kept among its inputs. */
const modelSource = "mlflow-model";

/** MLflow's `DatasetInput`, as the ledger keeps it. */
export function datasetInput(fields: Fields): DatasetInput {
  const dataset = fields.message("dataset");
  const schema = dataset.optionalText("schema");
  const profile = dataset.optionalText("profile");
  return {
    name: dataset.text("name"),
    digest: dataset.text("digest"),
    sourceType: dataset.optionalText("source_type") ?? "",
    source: dataset.optionalText("source") ?? "",
    ...(schema !== undefined && { schema }),
    ...(profile !== undefined && { profile }),
    tags: Object.fromEntries(
      fields.messages("tags").map((tag) => [tag.text("key"), tag.optionalText("value") ?? ""]),
    ),
  };
}

export function modelInput(modelId: string): DatasetInput {
  return { name: modelId, digest: modelId, sourceType: modelSource, source: `models:/${modelId}`, tags: {} };
}

/** MLflow's `RunInputs`. */
export function inputMessages(inputs: readonly DatasetInput[]): object {
  const isModel = (input: DatasetInput) => input.sourceType === modelSource;
  return withoutEmpty({
    dataset_inputs: inputs.filter((input) => !isModel(input)).map(datasetMessage),
    model_inputs: inputs.filter(isModel).map((input) => ({ model_id: input.name })),
  });
}

function datasetMessage(input: DatasetInput): object {
  return withoutEmpty({
    tags: Object.entries(input.tags).map(([key, value]) => ({ key, value })),
    dataset: {
      name: input.name,
      digest: input.digest,
      source_type: input.sourceType,
      source: input.source,
      ...(input.schema !== undefined && { schema: input.schema }),
      ...(input.profile !== undefined && { profile: input.profile }),
    },
  });
}
