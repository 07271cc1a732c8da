import type { Span } from "../../text.ts";
import { list, primop, record, string, TRUE } from "../make.ts";
import { argument, forceSet, unary } from "../operands.ts";
import type { Lazy, Machine, Value } from "../value.ts";
import { sortedEntries } from "./attrsets/attrsets-entries.ts";
import { builtinsNamed } from "./builtin.ts";
import { mapItems } from "./lists/lists-items.ts";

/** `lib.debug`. Nothing is traced: the value goes through. */
export const debug: Readonly<Record<string, Value>> = {
  ...builtinsNamed("addErrorContext", "unsafeGetAttrPos"),
  trace: passing("trace", 2),
  traceIf: passing("traceIf", 3),
  traceVal: passing("traceVal", 1),
  traceValFn: passing("traceValFn", 2),
  traceSeq: passing("traceSeq", 2),
  traceSeqN: passing("traceSeqN", 3),
  traceValSeq: passing("traceValSeq", 1),
  traceValSeqFn: passing("traceValSeqFn", 2),
  traceValSeqN: passing("traceValSeqN", 2),
  traceValSeqNFn: passing("traceValSeqNFn", 3),
  traceFnSeqN: primop("traceFnSeqN", 4, (machine, args, at) =>
    machine.call(argument(args, 2), [argument(args, 3)], at),
  ),
  runTests: unary("runTests", runTests),
  testAllTrue: unary("testAllTrue", (machine, expr) => {
    const items = machine.force(expr);
    const expected = items.type === "list" ? mapItems(machine, items, () => TRUE) : items;
    return record({ expr: items, expected });
  }),
};

/** Returns its last argument. */
function passing(name: string, arity: number): Value {
  return primop(name, arity, (machine, args) => machine.force(argument(args, arity - 1)));
}

/** What is expected and what came out, of every test that fails. */
function runTests(machine: Machine, tests: Lazy, at: Span | undefined): Value {
  const set = forceSet(machine, tests, at);
  if (set.type !== "set") return set;
  const chosen = set.entries.get("tests");
  const names = chosen ? machine.force(chosen.value) : list([]);
  if (names.type !== "list") return names;
  const wanted = names.items
    .map((item) => machine.force(item))
    .flatMap((name) => (name.type === "string" ? [name.text] : []));
  const failed: Value[] = [];
  for (const [name, { value }] of sortedEntries(set)) {
    if (wanted.length > 0 ? !wanted.includes(name) : !name.startsWith("test") || name === "tests") continue;
    const spent = machine.spend(at);
    if (spent) return spent;
    const expr = machine.lazy(() => machine.select(value, "expr", at));
    const expected = machine.lazy(() => machine.select(value, "expected", at));
    const equal = machine.equal(expr, expected);
    if (equal === true) continue;
    if (equal !== false) return equal;
    failed.push(record({ name: string(name), expected, result: expr }));
  }
  return list(failed);
}
