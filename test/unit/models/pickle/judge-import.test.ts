import { expect, test } from "vitest";
import { judgeImport } from "../../../../src/models/pickle/judge-import.js";

const level = (path: string): string => {
  const cut = path.lastIndexOf(":");
  return judgeImport(path.slice(0, cut), path.slice(cut + 1))?.level ?? "ok";
};

test.each([
  ...[
    "collections:OrderedDict",
    "numpy:dtype",
    "numpy._core.multiarray:_reconstruct",
    "numpy.core.multiarray:scalar",
  ],
  ...[
    "torch._utils:_rebuild_tensor_v2",
    "torch:BFloat16Storage",
    "torch:float8_e4m3fn",
    "torch.nn.modules.linear:Linear",
  ],
  ...[
    "sklearn.linear_model._logistic:LogisticRegression",
    "sklearn._loss._loss:__pyx_unpickle_CyHalfBinomialLoss",
  ],
  ...["__builtin__:set", "copy_reg:_reconstructor", "builtins:object", "scipy.sparse._csr:csr_matrix"],
])("%s is what models are made of", (path) => {
  expect(level(path)).toBe("ok");
});

test.each([
  ...[
    "os:system",
    "posix:system",
    "nt:system",
    "subprocess:Popen",
    "builtins:eval",
    "__builtin__:execfile",
    "commands:getoutput",
  ],
  ...[
    "builtins:getattr",
    "builtins:__import__",
    "sys:modules",
    "importlib:import_module",
    "runpy:run_path",
    "pty:spawn",
  ],
  ...[
    "socket:socket",
    "webbrowser:open",
    "shutil:rmtree",
    "operator:attrgetter",
    "_operator:methodcaller",
    "functools:partial",
  ],
  ...[
    "torch:load",
    "numpy:load",
    "pickle:loads",
    "cPickle:loads",
    "marshal:loads",
    "types:FunctionType",
    "ctypes:CDLL",
  ],
  ...[
    "torch.serialization:os.system",
    "collections:OrderedDict.__init__.__globals__",
    "numpy:core.os",
    "cloudpickle.cloudpickle:_make_function",
  ],
  ...[
    "os.path:join",
    " os:system",
    "os\r:system\r",
    "asyncio.unix_events:_UnixSubprocessTransport._start",
    "cProfile:run",
    "timeit:timeit",
  ],
  ...[
    "pandas:read_pickle",
    "joblib:load",
    "io:open",
    "_io:FileIO",
    "urllib:urlopen",
    "distutils.spawn:spawn",
    "pip._internal:main",
  ],
])("%s is dangerous", (path) => {
  expect(level(path)).toBe("suspicious");
});

test.each([
  ...[
    "my_model:Net",
    "__main__:Net",
    "builtins:print",
    "collections:OrderedDict.fromkeys",
    "torch:manual_seed",
  ],
  ...[
    "sklearn.preprocessing._function_transformer:FunctionTransformer",
    "sklearn.datasets._openml:fetch_openml",
  ],
  ...[
    "sklearn.linear_model:LogisticRegression.fit",
    "torch.nn.modules.module:_global_forward_hooks",
    "numpy:vectorize",
  ],
])("%s is neither, and unknown", (path) => {
  expect(level(path)).toBe("unknown");
});

test("names cannot draw on the terminal", () => {
  expect(judgeImport("a\u001b[2J", "b")?.what).toContain("a\\x1b[2J.b");
});
