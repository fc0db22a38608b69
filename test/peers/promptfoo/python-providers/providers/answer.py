def call_api(prompt, options, context):
    sign = options.get("config", {}).get("sign", "")
    return {"output": f"{sign}{context['vars']['text']}{sign}"}
