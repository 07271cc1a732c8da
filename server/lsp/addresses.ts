import { fileURLToPath, pathToFileURL } from "node:url";

/** The absolute path, with `/`, of a file's address; undefined for what is not a file on this machine. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri)
      .replaceAll("\\", "/")
      .replace(/(?<=.)\/$/, "");
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
