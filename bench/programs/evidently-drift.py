"""Evidently's drift report of two CSV files: the seconds of the comparison, data already in memory, and the peak memory in MB."""

import json
import resource
import sys
import time

import pandas
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

reference, current = (pandas.read_csv(path, parse_dates=["at"]).drop(columns=["at"]) for path in sys.argv[1:3])
categories = [name for name in reference.columns if name.startswith("category")]
definition = DataDefinition(
    categorical_columns=categories,
    numerical_columns=[name for name in reference.columns if name not in categories],
)
started = time.perf_counter()
Report([DataDriftPreset()]).run(
    Dataset.from_pandas(current, data_definition=definition),
    Dataset.from_pandas(reference, data_definition=definition),
)
seconds = time.perf_counter() - started
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps({"seconds": seconds, "megabytes": megabytes}))
