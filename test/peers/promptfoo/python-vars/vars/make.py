def get_var(name, prompt, other_vars):
    return {"output": f"{name} of {1 + 2}"}
