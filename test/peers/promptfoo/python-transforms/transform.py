def get_transform(output, context):
    return str(len(context["vars"]["text"]))
