"""What people do with MLflow's client, checked by its own answers: python scenarios.py NAME.

Nothing here knows of mlx: each scenario passes against MLflow's own server, too.
"""

import math
import os
import pathlib
import sys
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


def refused(code, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except MlflowException as error:
        assert error.error_code == code, (error.error_code, code, str(error))
        return
    raise AssertionError(f"{call.__name__} was not refused")


def tracking():
    """Parameters, metrics, tags, nested runs, histories, endings."""
    client = MlflowClient()
    mlflow.set_experiment("tracking")
    with mlflow.start_run(run_name="parent", tags={"team": "x"}) as parent:
        run_id = parent.info.run_id
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "kernel": "rbf"})
        mlflow.log_param("lr", 0.1)
        for step in range(5):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"acc": 0.9, "nan": math.nan, "up": math.inf, "down": -math.inf}, step=3)
        mlflow.set_tag("kept", "v")
        mlflow.set_tags({"gone": "q", "note": "ä"})
        mlflow.delete_tag("gone")
        with mlflow.start_run(nested=True, run_name="child") as child:
            mlflow.log_metric("loss", 3)
    refused("INVALID_PARAMETER_VALUE", client.log_param, run_id, "lr", 0.2)
    run = client.get_run(run_id)
    assert run.info.status == "FINISHED" and run.info.run_name == "parent", run.info
    assert run.data.params == {"lr": "0.1", "depth": "3", "kernel": "rbf"}, run.data.params
    assert run.data.metrics["loss"] == 0.2 and math.isnan(run.data.metrics["nan"]), run.data.metrics
    assert run.data.tags["kept"] == "v" and run.data.tags["note"] == "ä" and "gone" not in run.data.tags
    assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == run_id
    history = client.get_metric_history(run_id, "loss")
    assert [(point.step, point.value) for point in history] == [(step, 1 / (step + 1)) for step in range(5)]
    try:
        with mlflow.start_run(run_name="broken") as broken:
            raise ValueError("on purpose")
    except ValueError:
        pass
    assert client.get_run(broken.info.run_id).info.status == "FAILED"
    client.set_terminated(child.info.run_id, "KILLED")
    client.update_run(child.info.run_id, name="renamed")
    assert client.get_run(child.info.run_id).info.run_name == "renamed"
    with mlflow.start_run(run_id=run_id):
        mlflow.log_metric("late", 1.5)
    assert client.get_run(run_id).data.metrics["late"] == 1.5


def search():
    """search_runs by filter and order, in pages; deletion and restoration."""
    client = MlflowClient()
    experiment_id = mlflow.set_experiment("search").experiment_id
    runs = []
    for number in range(8):
        with mlflow.start_run(run_name=f"run {number}") as run:
            mlflow.log_param("kind", "even" if number % 2 == 0 else "odd")
            mlflow.log_metric("acc", number / 10)
        runs.append(run.info.run_id)
    found = client.search_runs(
        [experiment_id], "params.kind = 'even' AND metrics.acc >= 0.2", order_by=["metrics.acc DESC"]
    )
    assert [run.info.run_id for run in found] == [runs[6], runs[4], runs[2]], found
    pages, token = [], None
    while True:
        page = client.search_runs([experiment_id], order_by=["metrics.acc ASC"], max_results=3, page_token=token)
        pages.append([run.info.run_id for run in page])
        token = page.token
        if not token:
            break
    assert pages == [runs[0:3], runs[3:6], runs[6:8]], pages
    named = client.search_runs([experiment_id], "attributes.run_name LIKE 'run %' and attributes.status = 'FINISHED'")
    assert len(named) == 8, named
    refused("INVALID_PARAMETER_VALUE", client.search_runs, [experiment_id], "metrics.acc > 1 OR metrics.acc < 0")
    client.delete_run(runs[0])
    assert client.get_run(runs[0]).info.lifecycle_stage == "deleted"
    assert len(client.search_runs([experiment_id])) == 7
    refused("INVALID_PARAMETER_VALUE", client.log_metric, runs[0], "acc", 1)
    client.restore_run(runs[0])
    client.log_metric(runs[0], "acc", 1, step=1)
    assert client.search_runs([experiment_id], order_by=["metrics.acc DESC"])[0].info.run_id == runs[0]
    refused("RESOURCE_DOES_NOT_EXIST", client.get_run, "0" * 32)


def experiments():
    """Made, found, tagged, renamed, deleted, restored."""
    client = MlflowClient()
    assert client.get_experiment_by_name("nowhere") is None
    made = client.create_experiment("first", tags={"a": "b"})
    refused("RESOURCE_ALREADY_EXISTS", client.create_experiment, "first")
    client.rename_experiment(made, "second")
    client.set_experiment_tag(made, "c", "d")
    experiment = client.get_experiment(made)
    assert experiment.name == "second" and experiment.tags == {"a": "b", "c": "d"}, experiment
    found = client.search_experiments(filter_string="name LIKE 'sec%' AND tags.a = 'b'")
    assert [one.name for one in found] == ["second"], found
    client.delete_experiment(made)
    assert client.get_experiment(made).lifecycle_stage == "deleted"
    refused("INVALID_PARAMETER_VALUE", client.create_run, made)
    client.restore_experiment(made)
    client.create_run(made)
    assert client.get_experiment("0").name == "Default"
    refused("RESOURCE_DOES_NOT_EXIST", client.get_experiment, "77")


def artifacts():
    """Logged, listed, downloaded; texts, dictionaries, folders."""
    client = MlflowClient()
    mlflow.set_experiment("artifacts")
    with mlflow.start_run() as run, tempfile.TemporaryDirectory() as folder:
        run_id = run.info.run_id
        inner = pathlib.Path(folder, "sub")
        inner.mkdir()
        inner.joinpath("100% é.bin").write_bytes(bytes(range(256)) * 4)
        pathlib.Path(folder, "empty").write_bytes(b"")
        mlflow.log_text("hello", "notes/a b.txt")
        mlflow.log_dict({"x": [1, 2]}, "d.json")
        mlflow.log_artifacts(folder, "dir")
        mlflow.log_artifact(os.path.join(folder, "empty"))
        listed = sorted((one.path, one.is_dir) for one in client.list_artifacts(run_id))
        assert listed == [("d.json", False), ("dir", True), ("empty", False), ("notes", True)], listed
        below = sorted((one.path, one.file_size) for one in client.list_artifacts(run_id, "dir/sub"))
        assert below == [("dir/sub/100% é.bin", 1024)], below
        got = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="dir", dst_path=os.path.join(folder, "got"))
        assert pathlib.Path(got, "sub", "100% é.bin").read_bytes() == bytes(range(256)) * 4
        assert pathlib.Path(got, "empty").read_bytes() == b""
        assert mlflow.artifacts.load_text(f"runs:/{run_id}/notes/a b.txt") == "hello"
        assert mlflow.artifacts.load_dict(f"runs:/{run_id}/d.json") == {"x": [1, 2]}


def models():
    """A model of plain Python, so that nothing but the client is needed: logged, loaded by run and by id, searched."""

    class Doubling(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input, params=None):
            return [2 * number for number in model_input]

    client = MlflowClient()
    mlflow.set_experiment("models")
    with mlflow.start_run() as run:
        info = mlflow.pyfunc.log_model(name="model", python_model=Doubling(), pip_requirements=[])
        mlflow.log_metric("val", 0.5, model_id=info.model_id)
    assert mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model").predict([1, 2]) == [2, 4]
    assert mlflow.pyfunc.load_model(f"models:/{info.model_id}").predict([3]) == [6]
    model = mlflow.get_logged_model(info.model_id)
    assert str(model.status) == "READY" and model.source_run_id == run.info.run_id, model
    assert [(metric.key, metric.value) for metric in model.metrics] == [("val", 0.5)], model.metrics
    assert client.get_run(run.info.run_id).outputs.model_outputs[0].model_id == info.model_id
    found = mlflow.search_logged_models(filter_string="metrics.val > 0.4", output_format="list")
    assert [one.model_id for one in found] == [info.model_id], found
    client.set_logged_model_tags(info.model_id, {"stage": "best", "gone": "x"})
    client.delete_logged_model_tag(info.model_id, "gone")
    assert mlflow.get_logged_model(info.model_id).tags["stage"] == "best"
    client.delete_logged_model(info.model_id)
    refused("RESOURCE_DOES_NOT_EXIST", client.get_logged_model, info.model_id)


def registry():
    """Registered models: versions of runs and of logged models, aliases, loading by version and by alias, searching."""

    class Adding(mlflow.pyfunc.PythonModel):
        def __init__(self, by):
            self.by = by

        def predict(self, context, model_input, params=None):
            return [number + self.by for number in model_input]

    client = MlflowClient()
    mlflow.set_experiment("registry")
    runs = []
    for by in (1, 2):
        with mlflow.start_run() as run:
            mlflow.log_metric("accuracy", 0.9 + by / 100)
            info = mlflow.pyfunc.log_model(name="model", python_model=Adding(by), pip_requirements=[])
        runs.append((run.info.run_id, info))
    first = mlflow.register_model(f"runs:/{runs[0][0]}/model", "adder", tags={"team": "x"})
    assert (first.name, int(first.version), first.run_id) == ("adder", 1, runs[0][0]), first
    assert first.tags == {"team": "x"} and str(first.status) == "READY", first
    second = mlflow.register_model(runs[1][1].model_uri, "adder")
    assert int(second.version) == 2 and second.run_id == runs[1][0], second
    client.set_registered_model_alias("adder", "champion", 1)
    assert int(client.get_model_version_by_alias("adder", "champion").version) == 1
    assert mlflow.pyfunc.load_model("models:/adder@champion").predict([1]) == [2]
    client.set_registered_model_alias("adder", "champion", "2")
    assert mlflow.pyfunc.load_model("models:/adder@champion").predict([1]) == [3]
    assert mlflow.pyfunc.load_model("models:/adder/1").predict([1]) == [2]
    assert mlflow.pyfunc.load_model("models:/adder/latest").predict([1]) == [3]
    model = client.get_registered_model("adder")
    assert {name: int(version) for name, version in model.aliases.items()} == {"champion": 2}, model.aliases
    assert client.get_model_version("adder", 2).aliases == ["champion"]
    client.create_registered_model("empty", description="nothing yet")
    assert client.get_registered_model("empty").description == "nothing yet"
    client.update_registered_model("empty", description="still nothing")
    assert client.get_registered_model("empty").description == "still nothing"
    refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, "empty")
    assert [one.name for one in client.search_registered_models()] == ["adder", "empty"]
    assert [one.name for one in client.search_registered_models("name LIKE 'add%'")] == ["adder"]
    found = client.search_model_versions("name='adder'", order_by=["version_number ASC"])
    assert [int(one.version) for one in found] == [1, 2], found
    assert [int(one.version) for one in client.search_model_versions(f"run_id='{runs[0][0]}'")] == [1]
    with mlflow.start_run():
        mlflow.pyfunc.log_model(
            name="model", python_model=Adding(3), pip_requirements=[], registered_model_name="adder"
        )
    assert mlflow.pyfunc.load_model("models:/adder/3").predict([1]) == [4]
    made = client.create_model_version("empty", f"runs:/{runs[0][0]}/model", run_id=runs[0][0])
    assert int(made.version) == 1 and made.name == "empty", made
    client.delete_registered_model_alias("adder", "champion")
    refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, "adder", "champion")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "nobody")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, "adder", 9)


def sklearn():
    """Autolog, log_model, load by run and by id, data sets, figures."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    client = MlflowClient()
    mlflow.set_experiment("sklearn")
    features, labels = load_iris(return_X_y=True, as_frame=True)
    mlflow.sklearn.autolog()
    with mlflow.start_run(run_name="automatic") as automatic:
        model = LogisticRegression(max_iter=200).fit(features, labels)
    mlflow.sklearn.autolog(disable=True)
    logged = client.get_run(automatic.info.run_id)
    assert logged.data.params["max_iter"] == "200", logged.data.params
    assert logged.data.metrics["training_accuracy_score"] > 0.9, logged.data.metrics
    assert len(logged.outputs.model_outputs) == 1 and len(logged.inputs.dataset_inputs) == 1, logged
    with mlflow.start_run(run_name="by hand") as by_hand:
        info = mlflow.sklearn.log_model(model, name="model", input_example=features[:2])
        mlflow.log_input(mlflow.data.from_pandas(features, name="iris"), context="training")
        figure, axes = plt.subplots()
        axes.plot([1, 2, 3])
        mlflow.log_figure(figure, "plots/line.png")
    wanted = list(model.predict(features))
    for address in (f"runs:/{by_hand.info.run_id}/model", f"models:/{info.model_id}"):
        assert list(mlflow.sklearn.load_model(address).predict(features)) == wanted, address
    inputs = client.get_run(by_hand.info.run_id).inputs.dataset_inputs
    assert [(one.dataset.name, one.tags[0].value) for one in inputs] == [("iris", "training")], inputs
    assert [one.path for one in client.list_artifacts(by_hand.info.run_id, "plots")] == ["plots/line.png"]


if __name__ == "__main__":
    globals()[sys.argv[1]]()
    print(f"{sys.argv[1]}: as it should be")
