def get_assert(output, context):
    most = context["config"]["most"]
    return {"pass": len(output) <= most, "score": min(1, most / len(output)), "reason": "counted"}


def starts(output, context):
    return output.startswith("f")
