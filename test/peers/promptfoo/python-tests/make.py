def create(config):
    return [
        {
            "vars": {"a": a, "b": b, "sum": a + b},
            "assert": [{"type": "equals", "value": f"{a} plus {b} is {a + b}"}],
        }
        for a, b in config["sums"]
    ]
