import type { Place } from "../../subjects/live-flake.ts";
import type { View } from "../view.ts";
import { argumentNames } from "./argument-names.ts";
import { bracketNames } from "./bracket-names.ts";
import type { CompletionItem } from "./completion-item.ts";
import { type HalfTyped, halfTyped } from "./half-typed.ts";
import { optionNames } from "./option-names.ts";
import { pathNames } from "./path-names.ts";
import { flakeSnippets, optionSnippet } from "./snippets.ts";
import { inputsAt, stringNames } from "./string-names.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";
import { optionTypeValues } from "./type-values.ts";

/** What could stand at a place of what this flake has; names of local bindings and of NixOS's own options are not among it. */
export function completion(view: View, place: Place): readonly CompletionItem[] | undefined {
  const inBrackets = bracketNames(view, place);
  if (inBrackets.length > 0 && !isInComment(view, place)) return inBrackets;
  const files = pathNames(view, place);
  if (files) return found(files);
  const half = halfTyped(view, place);
  if (!half || isInComment(view, place)) return undefined;
  return found(half.inString ? inString(view, place.file, half) : inCode(view, place.file, half));
}

function found(items: readonly CompletionItem[]): readonly CompletionItem[] | undefined {
  return items.length > 0 ? items : undefined;
}

function inString(view: View, file: string, half: HalfTyped): readonly CompletionItem[] {
  const named = stringNames(view, file, half);
  if (named.length > 0) return named;
  return typeValues(view, file, half, surroundingsOf(half.tree.root, half.at - 1));
}

function inCode(view: View, file: string, half: HalfTyped): readonly CompletionItem[] {
  const inputs = inputsAt(view, half);
  if (inputs.length > 0) return inputs;
  const around = surroundingsOf(half.tree.root, half.at);
  const { formalOf, isBindingName } = around;
  if (formalOf) return argumentNames(view, half, formalOf);
  const names = optionNames(view, file, half);
  if (isBindingName) return [...names, ...snippets(view, half)];
  return names.length > 0 ? names : typeValues(view, file, half, around);
}

/** Of the option that is set here, or compared. */
function typeValues(view: View, file: string, half: HalfTyped, { boundTo, comparedTo }: Surroundings) {
  const name = boundTo?.at(-1)?.start ?? comparedTo;
  return name === undefined ? [] : optionTypeValues(view, file, half, name);
}

/** Where a binding of the flake's own level, or a declaration, begins. */
function snippets(view: View, half: HalfTyped): readonly CompletionItem[] {
  const begun = half.names.occurrences.filter(({ pieces }) => pieces.some((piece) => piece?.start === half.at));
  if (begun.some(({ use }) => use === "declare")) return optionSnippet(view, half);
  const isTop = begun.some(({ use, path, scope }) => use === "define" && scope.kind === "flake" && path.length === 1);
  return isTop ? flakeSnippets(view, half) : [];
}

function isInComment(view: View, { file, offset }: Place): boolean {
  const text = view.textOf(file) ?? "";
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /(?:^|\s)#(?!\s*\{)/.test(line.replace(/"(?:[^"\\]|\\.)*"/g, ""));
}
