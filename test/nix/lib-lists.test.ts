import { expect, test } from "vitest";
import { show } from "./evaluate.ts";
import { checkLib, evaluateWithLib } from "./lib.ts";

test("optional parts stand behind their condition, and false ones are remembered", () =>
  checkLib(`
    optional true 1 ++ optionals true [ 2 3 ] ==> [ 1 2 3 ]
    length (optional false (throw "no")) ==> 0
    optional false 1 ++ optionals false [ 2 ] ==> [ ~1 ~[ 2 ] ]
    map (x: x + 1) (optional false 1 ++ optionals false [ 2 ] ++ [ 3 ]) ==> [ 4 ~2 ~[ 3 ] ]
    concatMap (x: [ x x ]) (optional true 1 ++ optional false 2) ==> [ 1 1 ~[ 2 2 ] ]
    flatten [ (optional false 1) [ 2 ] ] ==> [ 2 ~1 ]
    unique (optional false 1 ++ [ 2 2 ]) ==> [ 2 ~1 ]
    optional mystery 1 ==> [ ?1 ]
    optionals (outside == 1) [ 1 2 ] ==> [ ?1 ?2 ]
    flatten [ (optionals mystery [ 1 [ 2 ] ]) 3 ] ==> [ ?1 ?2 3 ]
    optional 1 2 ==> <failure: expected a Boolean but found an integer: 1>
    optional (throw "no") 2 ==> <thrown: no>
  `));

test("a condition is the place where it is written", () => {
  const { value } = evaluateWithLib("optional (1 < 2) 3");
  if (value.type !== "list" || value.items[0]?.type !== "thunk") throw new Error("expected a list with a marked item");
  const start = "with lib; optional (".length;
  expect(value.items[0].condition).toEqual({ value: "true", at: { file: "/flake/text.nix", start, end: start + 5 } });
});

test("flatten, unique and the like", () =>
  checkLib(`
    flatten [ 1 [ 2 [ 3 ] [ ] ] 4 ] ==> [ 1 2 3 4 ]
    flatten 1 ==> [ 1 ]
    flatten [ outside.a [ outside.nixosModules.b ] ] ==> [ <external outside.nixosModules.b> ...<external outside.a> ]
    unique [ 1 2 1 "a" "b" "a" { x = 1; } { x = 1; } ] ==> [ 1 2 "a" "b" { x = 1; } ]
    uniqueStrings [ "b" "a" "b" ] ==> [ "a" "b" ]
    [ (allUnique [ 1 2 ]) (allUnique [ 1 1 ]) ] ==> [ true false ]
    remove 2 [ 1 2 3 2 ] ==> [ 1 3 ]
    intersectLists [ 1 2 3 ] [ 6 3 2 ] ==> [ 3 2 ]
    subtractLists [ 3 2 ] [ 1 2 3 4 5 3 ] ==> [ 1 4 5 ]
    subtractLists [ mystery ] [ 1 ] ==> [ ?1 ]
    [ (mutuallyExclusive [ 1 ] [ 2 ]) (mutuallyExclusive [ 1 ] [ 1 ]) ] ==> [ true false ]
    partition (x: x > 2) [ 5 1 2 3 4 ] ==> { right = [ 5 3 4 ]; wrong = [ 1 2 ]; }
    groupBy (x: if x > 2 then "big" else "small") [ 1 3 ] ==> { big = [ 3 ]; small = [ 1 ]; }
    groupBy' (a: b: a + b) 0 (x: if x > 2 then "big" else "small") [ 1 3 4 ] ==> { big = 7; small = 1; }
  `));

test("unique strings remember where they were repeated", () => {
  const { machine, value } = evaluateWithLib(`unique [ "a" "b" "a" ]`);
  const first = value.type === "list" && value.items[0] ? machine.force(value.items[0]) : value;
  const repeated = `with lib; unique [ "a" "b" `.length;
  expect(first).toMatchObject({ text: "a", also: [{ start: repeated, end: repeated + 3 }] });
});

test("folds", () =>
  checkLib(`
    foldr (x: acc: [ x ] ++ acc) [ ] [ 1 2 ] ==> [ 1 2 ]
    foldr (x: acc: x) 0 [ 1 (throw "no") ] ==> 1
    foldl (acc: x: x) 0 [ (throw "no") 2 ] ==> 2
    foldl' (acc: x: acc + x) 0 [ 1 2 3 ] ==> 6
    foldr (x: acc: x // acc) { } ([ { a = 1; } ] ++ outside) ==> { a = 1; ...<external outside> }
    foldl' (acc: x: acc ++ [ x ]) [ ] (optional mystery 1 ++ [ 2 ]) ==> [ ?1 2 ...<unknown: one of two lists> ]
    pipe 2 [ (x: x + 2) (x: x * 2) ] ==> 8
    count (x: x > 1) [ 1 2 3 ] ==> 2
    findFirst (x: x > 1) 0 [ 1 2 (throw "no") ] ==> 2
    findFirst (x: x > 9) 0 [ 1 ] ==> 0
    findSingle (x: x == 3) "none" "many" [ 1 3 3 ] ==> "many"
    [ (any (x: x > 1) [ 1 2 ]) (all (x: x > 1) [ 1 2 ]) ] ==> [ true false ]
  `));

test("stretches of lists", () =>
  checkLib(`
    [ (take 2 [ 1 2 3 ]) (drop 2 [ 1 2 3 ]) (take 9 [ 1 ]) (drop 9 [ 1 ]) ] ==> [ [ 1 2 ] [ 3 ] [ 1 ] [ ] ]
    [ (takeEnd 2 [ 1 2 3 ]) (dropEnd 2 [ 1 2 3 ]) (sublist 1 2 [ 1 2 3 4 ]) ] ==> [ [ 2 3 ] [ 1 ] [ 2 3 ] ]
    [ (last [ 1 2 ]) (init [ 1 2 ]) ] ==> [ 2 [ 1 ] ]
    last [ ] ==> <thrown: lists.last: list must not be empty!>
    lists.removePrefix [ 1 ] [ 1 2 ] ==> [ 2 ]
    [ (lists.hasPrefix [ 1 ] [ 1 2 ]) (lists.commonPrefix [ 1 2 ] [ 1 3 ]) ] ==> [ true [ 1 ] ]
    zipListsWith (a: b: { }) outside [ 1 ] ==> <unknown: what is made of each item of outside>
    imap0 (index: item: { }) outside ==> <unknown: what is made of each item of outside>
    take 1 ([ 1 2 ] ++ outside) ==> [ ?1 ?2 ...<external outside> ]
    replaceElemAt [ 1 2 ] 1 9 ==> [ 1 9 ]
  `));

test("making and combining lists", () =>
  checkLib(`
    [ (range 2 4) (range 2 1) (replicate 2 "a") (singleton 1) (toList 1) (toList [ 1 ]) ] ==> [ [ 2 3 4 ] [ ] [ "a" "a" ] [ 1 ] [ 1 ] [ 1 ] ]
    [ (imap0 (i: x: i + x) [ 1 1 ]) (imap1 (i: x: i + x) [ 1 1 ]) (forEach [ 1 2 ] (x: x * 2)) ] ==> [ [ 1 2 ] [ 2 3 ] [ 2 4 ] ]
    zipListsWith (a: b: a + b) [ 1 2 ] [ 10 20 30 ] ==> [ 11 22 ]
    zipLists [ 1 ] [ "a" ] ==> [ { fst = 1; snd = "a"; } ]
    crossLists (x: y: "\${toString x}\${toString y}") [ [ 1 2 ] [ 3 4 ] ] ==> [ "13" "14" "23" "24" ]
    ifilter0 (i: v: i == 0 || v > 2) [ 1 2 3 ] ==> [ 1 3 ]
    reverseList [ 1 2 ] ==> [ 2 1 ]
  `));

test("orders", () =>
  checkLib(`
    [ (sort (a: b: a < b) [ 2 1 ]) (sortOn stringLength [ "aa" "b" ]) ] ==> [ [ 1 2 ] [ "b" "aa" ] ]
    naturalSort [ "disk11" "disk8" "disk100" "disk9" ] ==> [ "disk8" "disk9" "disk11" "disk100" ]
    compareLists compare [ 1 2 ] [ 1 3 ] ==> -1
    toposort (a: b: a < b) [ 3 2 1 ] ==> { result = [ 1 2 3 ]; }
    (toposort hasPrefix [ "/home/user" "other" "/" "/home" ]).result ==> [ "/" "/home" "/home/user" "other" ]
    toposort (a: b: true) [ 1 2 ] ==> { cycle = [ 1 2 ]; loops = [ 1 ]; }
  `));

test("items are not forced without need", () =>
  checkLib(`
    length (imap0 (i: x: x) [ (throw "no") ]) ==> 1
    length (reverseList [ (throw "no") ]) ==> 1
    length (zipListsWith (a: b: a) [ (throw "no") ] [ 1 ]) ==> 1
    head (take 1 [ 1 (throw "no") ]) ==> 1
    length (intersectLists (throw "no") [ ]) ==> 0
  `));

test("a list that contains itself ends", () => {
  const { machine, value } = evaluateWithLib("let x = [ x ]; in flatten x");
  expect(show(machine, value)).toMatch(/^<unknown: budget spent/);
});
