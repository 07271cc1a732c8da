import { tokensOf } from "../../server/syntax/tokens.ts";
import { difference } from "./editor.ts";

/** What an edit changes, as far as the tokens around it tell. */
export function kindOfEdit(before: string, after: string): string {
  const { start, end, inserted } = difference(before, after);
  // What is deleted is looked for in the earlier text.
  const [text, from, to] = inserted === "" ? [before, start, end] : [after, start, start + inserted.length];
  if (text.slice(from, to).trim() === "") return "blanks";
  if (text.slice(from, to).trim().includes("\n")) return "several lines";
  const tokens = tokensOf(text, "line");
  const token = tokens.find((one) => one.start < to && one.end > from);
  if (token) return token.kind === "name" ? "a name" : token.kind === "literal" ? "a literal" : "a sign or keyword";
  const last = tokens.findLast((one) => one.end <= from);
  return last?.kind === "open" && /^("|'')$/.test(last.text) ? "a string" : "a comment";
}
