/** Whether a name in an archive leads out of the folder that it is unpacked into. */
export function leadsOutside(name: string): boolean {
  const path = name.replaceAll("\\", "/");
  return path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.split("/").includes("..");
}
