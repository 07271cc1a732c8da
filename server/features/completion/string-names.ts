import type { View } from "../view.ts";
import type { CompletionItem } from "./completion-item.ts";
import type { HalfTyped } from "./half-typed.ts";
import { byName, selectableBranches, supposedBranches } from "./selectable-branches.ts";

/** What the string that is being typed may name: branches, and in flake.nix the inputs that another follows. */
export function stringNames(view: View, file: string, half: HalfTyped): readonly CompletionItem[] {
  const string = half.names.strings.find(({ range }) => range.start === half.at - 1);
  if (!string) return [];
  const known = selectableBranches(view, file, string, half.typed);
  const branches = byName(known.length > 0 ? known : supposedBranches(view, file, string, half.text));
  const items = [...branches].map(([name, found]): CompletionItem => {
    const classes = [...new Set(found.flatMap((branch) => branch.class ?? []))].join(", ");
    return {
      label: name,
      kind: "branch",
      range: half.word,
      insert: name,
      detail: `branch · ${classes}`,
      option: undefined,
    };
  });
  return [...items, ...followedInputs(view, file, half)];
}

function followedInputs(view: View, file: string, half: HalfTyped): readonly CompletionItem[] {
  if (file !== view.graph.root.file) return [];
  const before = view.textOf(file)?.slice(Math.max(0, half.at - 41), half.at - 1) ?? "";
  return /\bfollows\s*=\s*$/.test(before) ? inputNames(view, half) : [];
}

/** `inputs.` */
export function inputsAt(view: View, half: HalfTyped): readonly CompletionItem[] {
  return half.names.inputs.some(({ range }) => range.start === half.at) ? inputNames(view, half) : [];
}

function inputNames(view: View, { word }: HalfTyped): readonly CompletionItem[] {
  return view.graph.root.inputs.map(({ name }) => ({
    label: name,
    kind: "input",
    range: word,
    insert: name,
    detail: "input",
    option: undefined,
  }));
}
