import type { RuleContext } from "../rule.ts";
import { mostCommon } from "./most-common.ts";

/** A file that contributes to a branch. */
export interface BranchFile {
  readonly name: string;
  readonly file: string;
}

/**
 * Where a file for another branch goes: called as most are, in the folder that has most of them. Undefined when the name makes no file
 * that the tree's loader takes, or something is there.
 */
export function newFileFor({ graph }: RuleContext, name: string, files: readonly BranchFile[]): string | undefined {
  const imported = new Set(graph.cells.filter(({ status }) => status === "imported").map(({ file }) => file));
  const known = files.filter(({ file }) => imported.has(file));
  const base = name.split("/").at(-1) ?? "";
  if (!/^[a-zA-Z0-9][\w.+-]*$/.test(base) || known.length === 0) return undefined;
  const forms = known.map((one) => ({ file: one.file, form: formOf(one) }));
  const main = mostCommon(forms.flatMap((one) => one.form ?? []));
  const alike = forms.filter((one) => one.form === main);
  // What only one is called may be called so by chance.
  const isForm = main !== undefined && (alike.length > 1 || USUAL.has(main));
  const form = isForm ? main : "<name>.nix";
  const depth = form.split("/").length;
  const folder = sharedFolder((isForm ? alike : forms).map((one) => folderOf(one.file, isForm ? depth : 1)));
  const file = `${folder}/${form.replaceAll("<name>", base)}`;
  const isInTree = graph.root.trees.some(({ directory }) => file.startsWith(`${directory}/`));
  const isFree = isInTree && graph.cells.every((cell) => cell.file !== file);
  return isFree && !/\/[_.]/.test(file.slice(graph.root.directory.length)) ? file : undefined;
}

const USUAL: ReadonlySet<string> = new Set(["<name>.nix", "<name>/default.nix"]);

/** The folder of most of them; where each has its own, the one that most of these lie in. */
function sharedFolder(folders: readonly string[]): string {
  const main = mostCommon(folders) ?? "";
  const isShared = folders.length === 1 || folders.filter((folder) => folder === main).length > 1;
  return isShared ? main : sharedFolder(folders.map((folder) => folderOf(folder, 1)));
}

/** `<name>.nix`, or `<name>/default.nix`; undefined when the file is called after something else. */
function formOf({ name, file }: BranchFile): string | undefined {
  const own = name.split("/").at(-1) ?? "";
  const [folder, base] = file.split("/").slice(-2);
  if (base === `${own}.nix`) return folder === own ? "<name>/<name>.nix" : "<name>.nix";
  return folder === own ? `<name>/${base}` : undefined;
}

function folderOf(file: string, depth: number): string {
  return file.split("/").slice(0, -depth).join("/");
}
