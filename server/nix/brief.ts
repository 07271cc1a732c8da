import { quoted } from "./show.ts";
import type { Attribute, Lazy, Value } from "./value.ts";

/**
 * The value in a few words, as Nix shows it in its errors: nothing is evaluated for it, and of ten attributes and items on the rest
 * is left out.
 */
export function brief(value: Value): string {
  return shown({ attributes: MOST_PARTS, items: MOST_PARTS, depth: 0 }, value);
}

const MOST_PARTS = 10;
const DEEPEST = 10;
const LONGEST_TEXT = 200;

/** How much more may be shown. */
interface Room {
  attributes: number;
  items: number;
  depth: number;
}

function shown(room: Room, value: Value): string {
  switch (value.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
    case "float":
      return String(value.value);
    case "string":
      return shownText(value.text);
    case "path":
      return value.path;
    case "list":
      return shownList(room, value.items);
    case "set":
      return shownSet(room, value.entries);
    case "lambda":
      return value.lambda.name === undefined ? "«lambda»" : `«lambda ${value.lambda.name}»`;
    case "primop":
      return value.applied.length === 0
        ? `«primop ${value.primop.name}»`
        : `«partially applied primop ${value.primop.name}»`;
    case "external":
      return `«external ${value.path}»`;
    case "unknown":
      return "«unknown»";
    case "failure":
      return "«error»";
    default:
      return value satisfies never;
  }
}

function shownText(text: string): string {
  if (text.length <= LONGEST_TEXT) return quoted(text);
  return `${quoted(text.slice(0, LONGEST_TEXT))} «${text.length - LONGEST_TEXT} bytes elided»`;
}

function shownList(room: Room, items: readonly Lazy[]): string {
  if (items.length === 0) return "[ ]";
  if (room.depth >= DEEPEST) return "[ ... ]";
  const parts: string[] = [];
  room.depth++;
  for (const [index, item] of items.entries()) {
    if (room.items <= 0) {
      parts.push(elided(items.length - index, "item"));
      break;
    }
    parts.push(shownLazy(room, item));
    room.items--;
  }
  room.depth--;
  return `[ ${parts.join(" ")} ]`;
}

function shownSet(room: Room, entries: ReadonlyMap<string, Attribute>): string {
  if (entries.size === 0) return "{ }";
  if (room.depth >= DEEPEST) return "{ ... }";
  const parts: string[] = [];
  room.depth++;
  const names = [...entries.keys()].sort();
  for (const [index, name] of names.entries()) {
    const attribute = entries.get(name);
    if (room.attributes <= 0 || !attribute) {
      parts.push(elided(names.length - index, "attribute"));
      break;
    }
    parts.push(`${/^[A-Za-z_][\w'-]*$/.test(name) ? name : quoted(name)} = ${shownLazy(room, attribute.value)};`);
    room.attributes--;
  }
  room.depth--;
  return `{ ${parts.join(" ")} }`;
}

function elided(count: number, what: string): string {
  return `«${count} ${what}${count === 1 ? "" : "s"} elided»`;
}

/** What stands literally in the code is a value to Nix from the start. */
function shownLazy(room: Room, lazy: Lazy): string {
  if (lazy.type !== "thunk") return shown(room, lazy);
  if (lazy.value) return shown(room, lazy.value);
  const { body } = lazy;
  const literal = typeof body === "object" && (body.kind === "integer" || body.kind === "float") ? body : undefined;
  return literal ? String(literal.value) : "«thunk»";
}
