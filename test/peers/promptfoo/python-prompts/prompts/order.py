def as_text(context):
    given = context["vars"]
    return f"{given['count']} times {given['item'].upper()}"


def as_messages(context):
    given = context["vars"]
    return [{"role": "user", "content": f"{given['item']}: {given['count']}"}]
