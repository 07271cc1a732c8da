import fc from "fast-check";

/** One damage to a text, as shares of its length: some of it is cut out, or rubble is put in. */
export type Damage =
  | { readonly kind: "cut"; readonly at: number; readonly length: number }
  | { readonly kind: "insert"; readonly at: number; readonly text: string };

const RUBBLE =
  "{ } ( ) [ ] ${ \" '' ; = : @ , . ... ? or inherit rec let in with if then else assert x: /* # // ++ -> |> foo foo.bar foo. <a> ! \\".split(
    " ",
  );

const share = fc.integer({ min: 0, max: 9999 }).map((value) => value / 10_000);

export const damageIn: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({
    kind: fc.constant("cut" as const),
    at: share,
    length: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 60 })),
  }),
  fc.record({ kind: fc.constant("insert" as const), at: share, text: fc.constantFrom(...RUBBLE) }),
);

/**
 * The damaged text. Undefined where a cut goes from inside of one pair of brackets into another: then what is left looks whole
 * outside of the damage, and nobody could tell that it is not.
 */
export function hurt(text: string, damage: Damage): string | undefined {
  const at = Math.floor(damage.at * text.length);
  if (damage.kind === "insert") return `${text.slice(0, at)} ${damage.text} ${text.slice(at)}`;
  const end = at + damage.length;
  return leadsElsewhere(text.slice(at, end)) ? undefined : text.slice(0, at) + text.slice(end);
}

function leadsElsewhere(cut: string): boolean {
  let depth = 0;
  let lowest = 0;
  for (const character of cut) {
    if ("{[(".includes(character)) depth++;
    if ("}])".includes(character)) depth--;
    lowest = Math.min(lowest, depth);
  }
  return lowest < 0 && depth > lowest;
}
