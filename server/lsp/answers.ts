import { definition } from "../features/definition.ts";
import { hover } from "../features/hover.ts";
import type { View } from "../features/view.ts";
import type { Answer, Question } from "./thread-messages.ts";

/** From a question in positions, by the feature that knows, to an answer in positions. */
export function answerTo(view: View, { kind, file, position }: Question): Answer | undefined {
  const lines = view.linesOf(file);
  const place = { file, offset: lines.offsetAt(position) };
  switch (kind) {
    case "definition": {
      const found = definition(view, place);
      if (!found) return undefined;
      const targets = found.targets.map(({ at, lines: counted }) => ({ file: at.file, range: counted.rangeOf(at) }));
      return { kind, range: lines.rangeOf(found.range), targets };
    }
    case "hover": {
      const found = hover(view, place);
      return found && { kind, range: lines.rangeOf(found.range), markdown: found.markdown };
    }
    default:
      return kind satisfies never;
  }
}
