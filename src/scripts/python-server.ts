/**
 * What Python runs: it reads requests from file descriptor 3 and answers on 4, a line of JSON each, one call at a time.
 * Inline code of one line is an expression, else the body of a function; lines keep their numbers, so that tracebacks are
 * right. Modules are loaded once.
 */
export const pythonServer = `
import ast, asyncio, importlib.util, inspect, json, os, signal, sys, threading, time, traceback

requests = os.fdopen(3, "rb", closefd=False)
answers = os.fdopen(4, "wb", closefd=False)
for descriptor in (3, 4):
    os.set_inheritable(descriptor, False)
scripts, functions, modules = {}, {}, {}
LONGEST = 10 * 1024 * 1024

class Garbage(Exception):
    pass

def answer(text):
    answers.write(text.encode("utf-8") + b"\\n")
    answers.flush()

def compile_inline(code, names, label):
    text = code.rstrip()
    one_line = "\\n" not in text.strip()
    if one_line:
        text = text.strip()
    first = None
    try:
        body = [ast.Return(ast.parse(text, label, "eval").body)] if one_line else ast.parse(text, label).body
    except SyntaxError as error:
        first = error
    if first is not None:
        try:
            body = ast.parse(text, label).body
        except SyntaxError:
            raise first
    waits = any(isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) for node in own_nodes(body))
    shell = ast.parse(("async " if waits else "") + "def script(" + ", ".join(names) + "): pass", label)
    shell.body[0].body = body or shell.body[0].body
    scope = {"__name__": label}
    exec(compile(ast.fix_missing_locations(shell), label, "exec"), scope)
    return scope["script"]

def own_nodes(body):
    pending = list(body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(node))

def load(path):
    if path not in modules:
        folder = os.path.dirname(path)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        name = os.path.splitext(os.path.basename(path))[0]
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None:
            raise Garbage("it is no Python file")
        module = importlib.util.module_from_spec(spec)
        # Classes that are pickled or annotated look their module up; one of Python's own keeps its name.
        sys.modules.setdefault(name, module)
        try:
            spec.loader.exec_module(module)
        except BaseException:
            if sys.modules.get(name) is module:
                del sys.modules[name]
            raise
        modules[path] = module
    return modules[path]

def resolve(number):
    script = scripts[number]
    if script.get("code") is not None:
        return compile_inline(script["code"], script["names"], "inline-%d" % number)
    target = load(script["file"])
    name = script.get("functionName") or "get_assert"
    for part in name.split("."):
        if not hasattr(target, part):
            own = [key for key, value in vars(modules[script["file"]]).items() if inspect.isfunction(value)]
            raise Garbage("it has no function %s (it has %s)" % (name, ", ".join(own) or "none"))
        target = getattr(target, part)
    return target

def plain(value):
    for method in ("item", "tolist", "model_dump"):
        if callable(getattr(value, method, None)):
            try:
                return getattr(value, method)()
            except ValueError:
                pass
    raise Garbage("it returned a %s, which JSON cannot hold" % type(value).__name__)

def to_text(value):
    try:
        text = json.dumps(value, allow_nan=False, default=plain)
    except ValueError as error:
        circle = "ircular" in str(error)
        raise Garbage("it returned a value that contains itself" if circle else "it returned NaN or an infinite number, which JSON cannot hold")
    except RecursionError:
        raise Garbage("it returned a value that is nested too deeply")
    except TypeError as error:
        raise Garbage("it returned what JSON cannot hold: %s" % error)
    if len(text) > LONGEST:
        raise Garbage("it returned %.1f MB of JSON; 10 MB is the most" % (len(text) / 1048576))
    return text

def fault(error, number):
    label = "inline-%d" % number
    own = scripts[number].get("file")
    if isinstance(error, Garbage):
        return {"message": str(error)}
    if isinstance(error, SystemExit):
        message = "it called sys.exit(%r)" % (error.code,)
    else:
        message = traceback.format_exception_only(type(error), error)[-1].strip()
    place = None
    if isinstance(error, SyntaxError) and error.filename is not None:
        place = (error.filename, error.lineno)
    else:
        frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__) if frame.filename != "<string>"]
        mine = [frame for frame in frames if frame[0] in (label, own)]
        place = mine[-1] if mine else None
    found = {"message": message[:1000]}
    if place is not None:
        found["line"] = place[1]
        if place[0] != label:
            found["file"] = place[0]
    return found

def call(request):
    number = request["use"]
    if number not in functions:
        functions[number] = resolve(number)
    value = functions[number](*request["args"])
    if inspect.isawaitable(value):
        value = asyncio.run(waited(value))
    return to_text(value)

async def waited(value):
    return await value

# A script that never comes back does not hear that the pipe has ended.
def watch(parent):
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(os.getpgrp(), signal.SIGKILL)

if hasattr(os, "killpg"):
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
answer('{"ready":true}')
for line in requests:
    request = json.loads(line)
    if "define" in request:
        scripts[request["define"]] = request["script"]
    elif "call" in request:
        try:
            answer('{"done":%d,"value":%s}' % (request["call"], call(request)))
        except BaseException as error:
            found = fault(error, request["use"])
            found["fail"] = request["call"]
            answer(json.dumps(found))
    else:
        answer('{"pong":true}')
os._exit(0)
`;
