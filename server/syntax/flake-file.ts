import { type Token, tokensOf } from "./tokens.ts";

/**
 * Whether the text of a file named `flake.nix` is that of a flake: a set with `outputs`, or one with `inputs` that is to get them. Any
 * other file of that name is a module like its neighbours. Text that does not parse counts by what stands there.
 */
export function isFlakeText(text: string): boolean {
  const tokens = tokensOf(text, "line");
  const first = tokens[0]?.text === "rec" ? 1 : 0;
  if (tokens[first]?.text !== "{") return false;
  return outerNames(tokens.slice(first + 1)).some((name) => name === "outputs" || name === "inputs");
}

/** The first names of a set's bindings, up to where the set ends. */
function outerNames(tokens: readonly Token[]): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let bindings = 0;
  let isFirst = true;
  let isInherited = false;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === "close" && depth === 0) break;
    if (kind === "open") depth++;
    if (kind === "close") depth--;
    if (depth > 0) continue;
    if (text === "let") bindings++;
    if (text === "in") bindings--;
    if (bindings > 0) continue;
    const isBound = isFirst && ["=", "."].includes(tokens[index + 1]?.text ?? "");
    if (kind === "name" && (isBound || isInherited)) names.push(text);
    isInherited = text !== ";" && (isInherited || (isFirst && text === "inherit"));
    isFirst = text === ";";
  }
  return names;
}
