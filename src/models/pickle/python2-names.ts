/** Modules that Python 3 finds under another name. @see Lib/_compat_pickle.py of CPython */
const modules: ReadonlyMap<string, string> = new Map([
  ["__builtin__", "builtins"],
  ["exceptions", "builtins"],
  ["copy_reg", "copyreg"],
  ["cPickle", "pickle"],
  ["commands", "subprocess"],
  ["thread", "_thread"],
  ["urllib2", "urllib.request"],
  ["httplib", "http.client"],
  ["SocketServer", "socketserver"],
  ["xmlrpclib", "xmlrpc.client"],
  ["BaseHTTPServer", "http.server"],
  ["SimpleHTTPServer", "http.server"],
  ["UserDict", "collections"],
  ["UserList", "collections"],
  ["UserString", "collections"],
  ["StringIO", "io"],
  ["cStringIO", "io"],
  ["_socket", "socket"],
]);

const builtins: ReadonlyMap<string, string> = new Map([
  ["xrange", "range"],
  ["unichr", "chr"],
  ["unicode", "str"],
  ["basestring", "str"],
  ["long", "int"],
]);

/** An import of Python 2 under the name that Python 3 gives it; others stay. */
export function python3Name(
  module: string,
  name: string,
): { readonly module: string; readonly name: string } {
  if (module === "__builtin__" && name === "reduce") return { module: "functools", name };
  if (module === "urllib" && /^url/.test(name)) return { module: "urllib.request", name };
  return {
    module: modules.get(module) ?? module,
    name: module === "__builtin__" ? (builtins.get(name) ?? name) : name,
  };
}
