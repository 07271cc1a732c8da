import { code, paragraphs } from "../../markdown.ts";
import type { LocalBinding } from "../../names/name-index.ts";
import { isComputed, type PathPiece, showOption } from "../../option-path.ts";
import { hostAt } from "../../subjects/host-names.ts";
import type { Place } from "../../subjects/live-flake.ts";
import { branchesCalledSo } from "../../subjects/selecting-strings.ts";
import type { Subject } from "../../subjects/subject.ts";
import { subjectAt } from "../../subjects/subject-of-word.ts";
import type { OffsetRange } from "../../text.ts";
import type { View } from "../view.ts";
import { branchHover, takenText } from "./branch-hover.ts";
import { hostHover } from "./host-hover.ts";
import { namespaceHover } from "./namespace-hover.ts";
import { optionHover } from "./option-hover.ts";
import { inputHover, outsideHover } from "./outside-hover.ts";
import { valueHover } from "./value-hover.ts";

export interface Hover {
  readonly range: OffsetRange;
  readonly markdown: string;
}

/** What is known of the option, branch, host or input at a place, and what is not known there and why. */
export function hover(view: View, place: Place): Hover | undefined {
  const names = view.namesOf(place.file);
  const named = names && hostAt(view, names, place.offset);
  if (named) return { range: named.range, markdown: withTaken(view, place, named.range, hostHover(view, named.host)) };
  const subject = subjectAt(view, place);
  const markdown = subject && textOf(view, place, subject);
  if (subject && markdown !== undefined)
    return {
      range: subject.range,
      markdown: subject.kind === "branches" ? markdown : withTaken(view, place, subject.range, markdown),
    };
  return namespaceHover(view, place) ?? outsideHover(view, place);
}

/** With the branches that are taken because of the name, if any are. */
function withTaken(view: View, { file }: Place, range: OffsetRange, markdown: string): string {
  return paragraphs([markdown, takenText(branchesCalledSo(view, { file, ...range }))]);
}

function textOf(view: View, place: Place, subject: Subject): string | undefined {
  switch (subject.kind) {
    case "options":
      return optionHover(view, place.file, subject);
    case "branches":
      return branchHover(view, place, subject.branches);
    case "input":
      return inputHover(view, subject.name);
    case "binding":
      return aliasText(subject.binding);
    case "value":
      return namespaceHover(view, place)?.markdown ?? valueHover(view, place.file, subject);
    case "group":
    case "path":
    case "free":
      return undefined;
    default:
      return subject satisfies never;
  }
}

/** What a local name stands for, where that is an option path. */
function aliasText({ alias, kind }: LocalBinding): string | undefined {
  if (!alias || alias.path.length === 0 || kind === "formal" || kind === "parameter") return undefined;
  return code([alias.of, ...alias.path.map(shownPiece)].join("."));
}

function shownPiece(piece: PathPiece): string {
  return isComputed(piece) ? "$".concat("{…}") : showOption([piece]);
}
