/** A module to preload with `--import`: it names every module that is loaded on standard error, as `loads URL`. */
export const tellLoads = `data:text/javascript,${encodeURIComponent(`
  import { register } from "node:module";
  const hook = "export async function load(url, context, next) { process._rawDebug('loads ' + url); return next(url, context); }";
  register("data:text/javascript," + encodeURIComponent(hook));
`)}`;
