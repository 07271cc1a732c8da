/** Resolves `.` and `..` in a path text against an absolute directory. Both use `/`; the result is absolute and normalised. */
export function resolvePath(directory: string, text: string): string {
  const pieces: string[] = [];
  const whole = text.startsWith("/") ? text : `${directory}/${text}`;
  for (const piece of whole.split("/")) {
    if (piece === "" || piece === ".") continue;
    if (piece === "..") pieces.pop();
    else pieces.push(piece);
  }
  return `/${pieces.join("/")}`;
}

/** The directory that an absolute path lies in; `/` for `/x`. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** The last piece of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Where the Nix sources that ship with us pretend to lie. No file system has it. */
export const NATIVE_ROOT = "/<native>";

/** Whether a path names a source that ships with us. */
export function isNativePath(path: string): boolean {
  return path.startsWith(`${NATIVE_ROOT}/`);
}
