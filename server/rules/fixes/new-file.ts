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
  const form = mostCommon(forms.flatMap((one) => one.form ?? [])) ?? "<name>.nix";
  const alike = forms.filter((one) => one.form === form);
  const depth = form.split("/").length;
  const folder = mostCommon(
    (alike.length > 0 ? alike : forms).map(({ file }) => folderOf(file, alike.length > 0 ? depth : 1)),
  );
  const file = `${folder}/${form.replaceAll("<name>", base)}`;
  const isFree = graph.cells.every((cell) => cell.file !== file);
  return isFree && !/\/[_.]/.test(file.slice(graph.root.directory.length)) ? file : undefined;
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
