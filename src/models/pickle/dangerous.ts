/** Why an import has no place in a model, by what it can do. A clause that follows the name. */
const runs = "which can run programs or code";
const files = "which can read or write files";
const network = "which can reach the network";
const loads = "which can load more code";
const reaches = "which can reach anything else in the process";

/** Modules of which nothing belongs into a model, with all that lie below them. */
const modules: Readonly<Record<string, readonly string[]>> = {
  [runs]: [
    ...["os", "posix", "nt", "subprocess", "_posixsubprocess", "_winapi", "pty", "popen2", "commands"],
    ...[
      "code.InteractiveInterpreter",
      "code.InteractiveConsole",
      "code.interact",
      "codeop",
      "bdb",
      "pdb",
      "trace.Trace",
      "profile.run",
      "profile.runctx",
      "profile.Profile",
      "cProfile",
      "timeit",
      "doctest",
      "unittest",
    ],
    ...[
      "test.support",
      "idlelib",
      "lib2to3",
      "distutils",
      "setuptools",
      "pip",
      "ensurepip",
      "venv",
      "pkg_resources",
    ],
    ...["multiprocessing", "_multiprocessing", "threading", "_thread", "asyncio", "concurrent", "signal"],
    ...["sched", "atexit", "platform", "pydoc", "rlcompleter", "_aix_support", "_osx_support", "_pyrepl"],
    ...[
      "numpy.testing",
      "numpy.f2py",
      "numpy.distutils",
      "torch.utils.bottleneck",
      "torch.utils.cpp_extension",
    ],
    ...[
      "torch.distributed.rpc",
      "torch.distributed.elastic",
      "torch.distributed.run",
      "torch.distributed.launch",
      "torch.multiprocessing",
      "torch.fx",
      "torch._inductor",
      "torch._dynamo",
    ],
    ...["scipy.weave", "IPython", "ipykernel", "pexpect", "plumbum", "fabric", "psutil"],
    ...["webbrowser", "antigravity", "turtle", "tkinter", "_tkinter", "cgitb", "wsgiref"],
    ...["ctypes", "_ctypes", "cffi", "_cffi_backend", "mmap", "gdb", "lldb"],
  ],
  [loads]: [
    ...["importlib", "_frozen_importlib", "_frozen_importlib_external", "imp", "_imp", "runpy", "zipimport"],
    ...[
      "pkgutil",
      "modulefinder",
      "marshal",
      "pickle",
      "_pickle",
      "cPickle",
      "dill",
      "cloudpickle",
      "shelve",
    ],
    ...[
      "jsonpickle",
      "py_compile",
      "compileall",
      "zipapp",
      "symtable",
      "types",
      "_testcapi",
      "_xxsubinterpreters",
    ],
    ...[
      "torch.hub",
      "torch.package",
      "torch.jit._serialization",
      "torch._export",
      "keras.src.utils.file_utils",
    ],
  ],
  [reaches]: [
    ...["sys", "gc", "inspect", "operator", "_operator", "traceback", "dis", "tracemalloc", "faulthandler"],
    ...["linecache", "_interpreters"],
  ],
  [files]: [
    "io",
    "_io",
    "_pyio",
    "shutil",
    "tempfile",
    "glob",
    "fileinput",
    "zipfile",
    "tarfile",
    "pty",
    "dbm",
    "sqlite3",
    "_sqlite3",
    "logging.config",
    "logging.handlers",
    "logging.FileHandler",
    "logging.basicConfig",
    "codecs.open",
    "filecmp",
    "netrc",
    "cgi",
  ],
  [network]: [
    ...[
      "socket",
      "_socket",
      "ssl",
      "_ssl",
      "socketserver",
      "http",
      "urllib.request",
      "ftplib",
      "smtplib",
      "poplib",
    ],
    ...[
      "imaplib",
      "telnetlib",
      "nntplib",
      "xmlrpc",
      "requests",
      "urllib3",
      "aiohttp",
      "httpx",
      "paramiko",
      "select",
    ],
    ...["selectors", "asyncore", "asynchat", "boto3", "botocore"],
  ],
};

/** Single names of modules that have harmless ones too. */
const names: Readonly<Record<string, readonly string[]>> = {
  [runs]: [
    ...["builtins.eval", "builtins.exec", "builtins.execfile", "builtins.compile", "builtins.breakpoint"],
    ...["builtins.input", "builtins.help", "builtins.exit", "builtins.quit", "builtins.apply"],
    ...["pandas.eval", "pandas.core.computation.eval.eval", "pandas.core.frame.DataFrame.eval"],
    ...["pandas.core.frame.DataFrame.query", "cloudpickle._make_function"],
    ...["torch.compile", "numexpr.evaluate", "sympy.sympify", "sympy.parsing.sympy_parser.parse_expr"],
  ],
  [loads]: [
    ...[
      "builtins.__import__",
      "builtins.__build_class__",
      "torch.load",
      "torch.serialization.load",
      "torch.jit.load",
    ],
    ...["torch._utils_internal.load", "torch.storage._load_from_bytes", "torch.jit._serialization.load"],
    ...["joblib.load", "joblib.numpy_pickle.load", "joblib.numpy_pickle_compat.load_compatibility"],
    ...["numpy.load", "numpy.lib.npyio.load", "numpy.lib._npyio_impl.load", "numpy.core.multiarray.fromfile"],
    ...["pandas.read_pickle", "pandas.io.pickle.read_pickle", "pandas.io.common.get_handle"],
    ...[
      "tensorflow.keras.models.load_model",
      "keras.models.load_model",
      "keras.saving.load_model",
      "tensorflow.load_op_library",
    ],
    ...[
      "keras.utils.get_file",
      "keras.src.saving.saving_api.load_model",
      "torch.classes.load_library",
      "torch.ops.load_library",
    ],
    ...["torch._classes.classes.load_library", "torch._ops.ops.load_library", "numpy.ctypeslib.load_library"],
  ],
  [reaches]: [
    ...["builtins.getattr", "builtins.setattr", "builtins.delattr", "builtins.globals", "builtins.locals"],
    ...["builtins.vars", "builtins.dir", "builtins.type"],
    ...[],
    ...["functools.partial", "functools.reduce", "functools.partialmethod", "functools.singledispatch"],
    ...["itertools.starmap", "copyreg.add_extension", "copyreg.pickle", "copyreg.constructor"],
  ],
  [files]: [
    ...[
      "builtins.open",
      "builtins.file",
      "codecs.open",
      "numpy.memmap",
      "numpy.save",
      "numpy.savez",
      "numpy.savetxt",
    ],
    ...[
      "numpy.fromfile",
      "numpy.loadtxt",
      "numpy.genfromtxt",
      "numpy.core.memmap.memmap",
      "numpy.DataSource",
    ],
    ...[
      "torch.save",
      "torch.serialization.save",
      "torch.from_file",
      "pathlib.Path.write_text",
      "pathlib.Path.unlink",
    ],
    ...[
      "pathlib.Path.read_text",
      "pathlib.Path.write_bytes",
      "pathlib.Path.open",
      "torch.UntypedStorage.from_file",
    ],
  ],
};

const byModule = reversed(modules);
const byName = reversed(names);

function reversed(lists: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(lists).flatMap(([why, list]) => list.map((name) => [name, why] as const)));
}

/** Parts of a dotted name that lead out of the object: `__globals__`, `os`. */
const escapes = /^(?:__\w+__|os|sys|subprocess|builtins|importlib|ctypes|pickle|system|popen|eval|exec)$/;

/**
 * Why an import is dangerous, as a clause that follows its name; undefined if nothing of the kind is known, which is no
 * proof that it is harmless.
 * @param module @param name as Python 3 knows them; the name may have dots, which Python follows.
 */
export function dangerOf(module: string, name: string): string | undefined {
  const path = `${module.trim()}.${name.trim()}`;
  const exact = byName.get(path);
  if (exact !== undefined) return exact;
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const why = byModule.get(parts.slice(0, length).join("."));
    if (why !== undefined) return why;
  }
  // Attributes of what is imported: torch.serialization has os, OrderedDict.__init__ has __globals__.
  const attributes = name.trim().split(".");
  const way = attributes.find(
    (part) => escapes.test(part) && (attributes.length > 1 || !part.startsWith("__")),
  );
  return way === undefined ? undefined : `which leads to ${way}`;
}
