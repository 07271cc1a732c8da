/** A program, or a part of one: text with parts in it. Every part stands in parentheses, so that it can be exchanged for another. */
export interface Piece {
  readonly content: readonly (string | Piece)[];
}

type Kind = "int" | "string" | "name" | "bool" | "ints" | "strings" | "set" | "sets" | "any";

/**
 * How values of a kind come about, the simplest first. `<kind>` is a part of that kind; `<kind x:int y:name>` one that sees these
 * variables as well. A kind with `*` stays small.
 */
const TEMPLATES: Readonly<Record<Kind, readonly string[]>> = {
  int: lines(`
    0
    1
    2
    3
    <int> + <int>
    <int> - <int>
    builtins.length <ints>
    builtins.length <strings>
    builtins.length <sets>
    builtins.head <ints>
    builtins.elemAt <ints> 1
    lib.last <ints>
    builtins.foldl' (a: b: a + b) 0 <ints>
    builtins.foldl' (a: b: <int a:int b:int>) <int> <ints>
    lib.foldl (a: b: <int a:int b:int>) <int> <ints>
    lib.foldr (a: b: <int a:int b:int>) <int> <ints>
    lib.foldlAttrs (acc: n: v: <int acc:int n:name v:int>) <int> <set>
    <set>.a
    <set>.a or <int>
    <set>.\${<name>} or <int>
    <set>.a.b or <int>
    builtins.getAttr <name> <set>
    if <bool> then <int> else <int>
    let x = <int>; in <int x:int>
    let inherit (<set>) a; in <int a:int>
    with <set>; a
    with <set>; with <set>; <int>
    ({ a, b ? <int>, ... }: <int a:int b:int>) <set>
    ({ a ? <int>, ... }@s: <int a:int s:set>) <set>
    (x: <int x:int>) <int>
    lib.count (x: <bool x:int>) <ints>
    lib.findFirst (x: <bool x:int>) <int> <ints>
    lib.lists.findFirstIndex (x: <bool x:int>) <int> <ints>
    lib.findSingle (x: <bool x:int>) <int> <int> <ints>
    lib.min <int> <int>
    lib.max <int> <int>
    lib.compare <int> <int>
    lib.pipe <int> [ (x: <int x:int>) (x: <int x:int>) ]
    lib.attrByPath [ <name> ] <int> <set>
    lib.attrByPath [ "a" <name> ] <int> <set>
    lib.getAttrFromPath [ <name> ] <set>
    builtins.stringLength <string>
    lib.toInt (toString <int>)
    assert <bool>; <int>
    { inherit (<set>) a; }.a
    (rec { a = <int>; b = a + <int>; }).b
    (builtins.tryEval <int>).value
    builtins.compareVersions <string> <string>
    lib.lists.compareLists lib.compare <ints> <ints>
    (lib.fix (self: { a = <int>; b = self.a + 1; })).b
    builtins.seq <any> <int>
    builtins.deepSeq <any> <int>
    (lib.groupBy' (a: b: a + b) <int> (x: <name x:int>) <ints>).a or <int>
    lib.mod <int> 2
    builtins.bitAnd <int> <int>
    lib.foldr lib.max <int> <ints>
    lib.foldl' lib.max <int> <ints>
    (builtins.listToAttrs [ { name = <name>; value = <int>; } ]).a or <int>
    ((lib.makeExtensible (self: { a = <int>; b = self.a; })).extend (f: p: { a = p.a + <int>; })).b
    (builtins.functionArgs (if <bool> then ({ a, b ? 1 }: a) else ({ a ? 1, c }: a))).a == false then 1 else 2
    lib.strings.charToInt "a" + <int>
    lib.strings.levenshtein <string> <string>
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.int; default = <int>; }; } { a = lib.mkIf <bool> <int>; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.int; }; } { a = lib.mkDefault <int>; } { a = lib.mkOverride <int> <int>; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.int; default = 0; }; } { config = lib.mkIf <bool> { a = lib.mkForce <int>; }; } { config = lib.mkMerge [ (lib.mkIf <bool> { a = <int>; }) ]; } ]; }).config.a
  `),
  string: lines(`
    "a"
    "b"
    ""
    "ab"
    <name>
    <string> + <string>
    "x\${<string>}y"
    toString <int>
    toString <bool>
    toString <ints>
    lib.optionalString <bool> <string>
    builtins.concatStringsSep <string> <strings>
    lib.concatStrings <strings>
    builtins.head <strings>
    lib.last <strings>
    lib.removePrefix <string> <string>
    lib.removeSuffix <string> <string>
    lib.toUpper <string>
    builtins.substring 0 1 <string>
    builtins.substring <int> <int> <string>
    builtins.replaceStrings [ "a" <string> ] [ <string> "b" ] <string>
    builtins.typeOf <any>
    builtins.toJSON <any>
    if <bool> then <string> else <string>
    lib.concatMapStrings (x: <string x:string>) <strings>
    lib.concatMapStringsSep <string> (x: <string x:string>) <strings>
    lib.concatImapStringsSep "," (i: x: <string i:int x:string>) <strings>
    lib.concatMapAttrsStringSep "," (n: v: <string n:name v:int>) <set>
    lib.boolToString <bool>
    lib.generators.toPretty { } <set>
    lib.generators.toPretty { } <ints>
    lib.generators.toKeyValue { } <set>
    lib.generators.toJSON { } <set>
    lib.generators.toINI { } { x = <set>; }
    lib.generators.toLua { } <set>
    lib.showAttrPath <strings>
    lib.showOption <strings>
    lib.escapeShellArg <string>
    lib.escapeShellArgs <strings>
    lib.trim <string>
    lib.toSentenceCase <string>
    lib.fixedWidthString 3 "0" <string>
    lib.strings.toShellVars <set>
    lib.concatLines <strings>
    lib.strings.intersperse "," <strings> == <strings> then "a" else <string>
    lib.concatStringsSep "" (lib.intersperse "," <strings>)
    lib.versions.major <string>
    lib.toHexString <int>
    lib.foldl' (a: b: a + b) "" <strings>
    lib.foldr (a: b: a + b) <string> <strings>
    lib.replaceStrings <strings> <strings> <string>
    lib.nameFromURL "a.b" "."
    lib.strings.sanitizeDerivationName <string>
    lib.cli.toGNUCommandLineShell { } <set>
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.lines; }; } { a = lib.mkBefore <string>; } { a = lib.mkIf <bool> <string>; } { a = <string>; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.enum <strings>; }; } { a = <string>; } ]; }).config.a
  `),
  name: lines(`
    "a"
    "b"
    "c"
    if <bool> then <name> else <name>
    builtins.head (builtins.attrNames <set>)
    lib.optionalString <bool> <name>
    lib.findFirst (x: <bool x:name>) <name> [ "a" "b" ]
  `),
  bool: lines(`
    true
    false
    <int> == <int>
    <int> != <int>
    <int> < <int>
    <int> >= <int>
    <string> == <string>
    <string> < <string>
    <ints> == <ints>
    <ints> < <ints>
    <strings> != <strings>
    <set> == <set>
    <set> != <set>
    <sets> == <sets>
    <any> == <any>
    ! <bool>
    <bool> && <bool>
    <bool> || <bool>
    <bool> -> <bool>
    if <bool> then <bool> else <bool>
    builtins.elem <int> <ints>
    builtins.elem <string> <strings>
    builtins.elem <set> <sets>
    <set> ? a
    <set> ? a.b
    <set> ? \${<name>}
    builtins.hasAttr <name> <set>
    lib.any (x: <bool x:int>) <ints>
    lib.all (x: <bool x:int>) <ints>
    lib.any lib.id [ <bool> <bool> ]
    <ints> == [ ]
    <set> == { }
    builtins.isAttrs <any>
    builtins.isList <any>
    builtins.isString <any>
    builtins.isInt <any>
    builtins.isBool <any>
    builtins.isNull <any>
    builtins.isFunction <any>
    lib.isFunction <any>
    lib.hasPrefix <string> <string>
    lib.hasSuffix <string> <string>
    lib.hasInfix <string> <string>
    lib.hasAttrByPath [ <name> ] <set>
    lib.hasAttrByPath [ "a" <name> ] <set>
    lib.allUnique <ints>
    lib.allUnique <strings>
    lib.lists.hasPrefix <ints> <ints>
    lib.mutuallyExclusive <ints> <ints>
    lib.versionOlder <string> <string>
    (builtins.tryEval <int>).success
    (builtins.tryEval <any>).success
    builtins.match <string> <string> == null
    builtins.match "(a)(.*)" <string> != null
    lib.matchAttrs <set> <set>
    lib.xor <bool> <bool>
    lib.and <bool> <bool>
    lib.or <bool> <bool>
    lib.isDerivation <any>
    lib.strings.isStringLike <any>
    lib.strings.isConvertibleWithToString <any>
    lib.types.int.check <any>
    lib.types.str.check <any>
    (lib.types.listOf lib.types.int).check <any>
    (lib.types.nullOr (lib.types.either lib.types.int lib.types.bool)).check <any>
    (lib.types.enum [ "a" <string> ]).check <string>
    lib.elem "\${<string>}" <strings>
    builtins.lessThan <any> <any>
    lib.asserts.assertMsg <bool> <string>
    lib.isOption <set>
    lib.isOption (lib.mkOption <set>)
    lib.isOptionType lib.types.int
    lib.isType <string> <set>
    lib.all (s: <bool s:set>) <sets>
    with <set>; a == 1
  `),
  ints: lines(`
    [ ]
    [ <int> ]
    [ <int> <int> ]
    <ints> ++ <ints>
    [ <int> ] ++ <ints> ++ [ <int> ]
    map (x: <int x:int>) <ints>
    builtins.filter (x: <bool x:int>) <ints>
    builtins.concatMap (x: <ints x:int>) <ints>
    lib.concatMap (x: [ x <int x:int> ]) <ints>
    builtins.concatLists [ <ints> <ints> ]
    lib.optional <bool> <int>
    lib.optionals <bool> <ints>
    if <bool> then <ints> else <ints>
    lib.unique <ints>
    builtins.sort (a: b: a < b) <ints>
    builtins.sort (a: b: <bool a:int b:int>) <ints>
    builtins.sort builtins.lessThan <ints>
    lib.sortOn (x: <int x:int>) <ints>
    lib.reverseList <ints>
    lib.take <int> <ints>
    lib.drop <int> <ints>
    lib.takeEnd 1 <ints>
    lib.dropEnd 1 <ints>
    lib.init <ints>
    builtins.tail <ints>
    lib.sublist <int> <int> <ints>
    builtins.attrValues <set>
    lib.mapAttrsToList (n: v: <int n:name v:int>) <set>
    lib.flatten [ <ints> <int> [ <ints> ] ]
    lib.range <int> <int>
    builtins.genList (i: <int i:int>) <int>
    (lib.partition (x: <bool x:int>) <ints>).right
    (lib.partition (x: <bool x:int>) <ints>).wrong
    lib.remove <int> <ints>
    lib.subtractLists <ints> <ints>
    lib.intersectLists <ints> <ints>
    lib.imap0 (i: x: <int i:int x:int>) <ints>
    lib.imap1 (i: x: i + x) <ints>
    lib.zipListsWith (a: b: <int a:int b:int>) <ints> <ints>
    builtins.foldl' (acc: x: acc ++ [ <int x:int> ]) [ ] <ints>
    builtins.foldl' (acc: x: if <bool x:int> then acc ++ [ x ] else acc) <ints> <ints>
    lib.foldr (x: acc: [ x ] ++ acc) <ints> <ints>
    builtins.catAttrs "a" <sets>
    builtins.catAttrs <name> <sets>
    map (s: s.a or <int>) <sets>
    lib.toList <int>
    lib.toList <ints>
    lib.replicate <int> <int>
    lib.ifilter0 (i: x: <bool i:int x:int>) <ints>
    lib.lists.removePrefix <ints> <ints>
    lib.lists.commonPrefix <ints> <ints>
    lib.attrVals [ <name> ] <set>
    (lib.groupBy (x: <name x:int>) <ints>).a or <ints>
    (builtins.groupBy (x: <name x:int>) <ints>).\${<name>} or [ ]
    lib.collect builtins.isInt <set>
    lib.collect builtins.isInt { x = <set>; y = <int>; }
    (lib.toposort (a: b: a < b) <ints>).result or [ ]
    map (x: x.key) (builtins.genericClosure { startSet = map (key: { inherit key; }) <ints>; operator = x: lib.optional (x.key < 2) { key = x.key + <int>; }; })
    lib.lists.replaceElemAt <ints> <int> <int>
    builtins.fromJSON (builtins.toJSON <ints>)
    lib.mapCartesianProduct ({ a, b }: a + b) { a = <ints>; b = <ints>; }
    lib.forEach <ints> (x: <int x:int>)
    lib.attrVals <strings> <set>
    map builtins.stringLength <strings>
    let x = <ints>; in <ints x:ints>
    lib.pipe <ints> [ (map (x: <int x:int>)) (builtins.filter (x: <bool x:int>)) ]
    lib.mapAttrsToListRecursive (p: v: v) <set>
    (lib.zipAttrs <sets>).a or [ ]
    builtins.foldl' (acc: s: acc ++ builtins.attrValues s) [ ] <sets>
    lib.concatLists (builtins.attrValues (builtins.mapAttrs (n: v: [ <int n:name v:int> ]) <set>))
    lib.lists.drop 1 (builtins.sort (a: b: a > b) <ints>)
    lib.unique (<ints> ++ <ints>)
    builtins.deepSeq <any> <ints>
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.listOf lib.types.int; default = <ints>; }; } { a = lib.mkIf <bool> <ints>; } { a = lib.mkMerge [ <ints> (lib.mkAfter <ints>) ]; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.listOf lib.types.int; apply = lib.unique; }; } { config = lib.mkIf <bool> { a = <ints>; }; } { a = lib.mkBefore <ints>; } ] ++ lib.optional <bool> { a = lib.mkForce <ints>; }; }).config.a
  `),
  strings: lines(`
    [ ]
    [ <string> ]
    [ <string> <string> ]
    builtins.attrNames <set>
    <strings> ++ <strings>
    map (x: <string x:string>) <strings>
    builtins.filter (x: <bool x:string>) <strings>
    lib.splitString "a" <string>
    lib.splitString <string> <string>
    builtins.filter builtins.isString (builtins.split "(a)" <string>)
    lib.optional <bool> <string>
    lib.optionals <bool> <strings>
    lib.naturalSort <strings>
    lib.unique <strings>
    lib.uniqueStrings <strings>
    builtins.sort (a: b: a < b) <strings>
    lib.mapAttrsToList (n: v: n) <set>
    lib.stringToCharacters <string>
    builtins.catAttrs "name" (lib.attrsToList <set>)
    map toString <ints>
    lib.subtractLists <strings> <strings>
    lib.remove <string> <strings>
    builtins.concatLists (map builtins.attrNames <sets>)
    lib.sort builtins.lessThan <strings>
    lib.mapAttrsToListRecursive (p: v: lib.showAttrPath p) <set>
    builtins.splitVersion <string>
    builtins.attrNames (lib.groupBy (x: x) <strings>)
    builtins.attrNames (lib.genAttrs <strings> (n: n))
    builtins.concatMap (s: builtins.attrNames (removeAttrs s <strings s:set>)) <sets>
    builtins.attrNames (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.attrsOf lib.types.int; }; } { a = <set>; } { a = lib.mkIf <bool> <set>; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; }; } { a = lib.optionals <bool> <strings>; } { a = lib.mkOrder <int> <strings>; } ]; }).config.a
  `),
  set: lines(`
    { }
    { a = <int>; }
    { a = <int>; b = <int>; }
    { \${<name>} = <int>; }
    { \${<name>} = <int>; b = <int>; }
    { a.b = <int>; a.c = <int>; }
    // <set> // <set>
    lib.optionalAttrs <bool> <set>
    if <bool> then <set> else <set>
    builtins.mapAttrs (n: v: <int n:name v:int>) <set>
    lib.filterAttrs (n: v: <bool n:name v:int>) <set>
    removeAttrs <set> [ <name> ]
    removeAttrs <set> <strings>
    builtins.intersectAttrs <set> <set>
    builtins.listToAttrs [ { name = <name>; value = <int>; } { name = <name>; value = <int>; } ]
    builtins.listToAttrs (map (x: { name = toString x; value = <int x:int>; }) <ints>)
    lib.genAttrs [ <name> <name> ] (n: <int n:name>)
    lib.genAttrs <strings> (n: <int n:string>)
    lib.mapAttrs' (n: v: lib.nameValuePair <name n:name v:int> v) <set>
    // builtins.foldl' (a: b: a // b) { } <sets>
    // builtins.foldl' (a: b: a // <set b:set>) <set> <sets>
    // lib.mergeAttrsList <sets>
    // lib.recursiveUpdate <set> <set>
    // lib.recursiveUpdate { x = <set>; } { x = <set>; }
    builtins.head <sets>
    builtins.zipAttrsWith (n: vs: builtins.head vs) <sets>
    builtins.zipAttrsWith (n: vs: builtins.length vs) <sets>
    lib.zipAttrsWithNames [ <name> ] (n: vs: builtins.length vs) <sets>
    // lib.concatMapAttrs (n: v: { \${<name n:name>} = <int v:int>; }) <set>
    lib.getAttrs [ <name> ] <set>
    // lib.overrideExisting <set> <set>
    lib.setAttrByPath [ <name> ] <int>
    lib.updateManyAttrsByPath [ { path = [ <name> ]; update = x: <int>; } ] <set>
    lib.foldAttrs (a: b: a + b) 0 <sets>
    lib.foldAttrs (a: b: <int a:int b:int>) <int> <sets>
    builtins.mapAttrs (n: v: builtins.length v) (lib.groupBy (x: <name x:int>) <ints>)
    let x = <set>; in <set x:set>
    rec { a = <int>; b = a + <int>; }
    { inherit (<set>) a; }
    with <set>; { inherit a; }
    lib.filterAttrsRecursive (n: v: <bool n:name>) { x = <set>; y = 1; }
    lib.mapAttrsRecursive (p: v: v + 1) <set>
    lib.mapAttrsRecursiveCond (s: <bool>) (p: v: 1) { x = <set>; }
    // lib.attrsets.unionOfDisjoint <set> <set>
    builtins.fromJSON (builtins.toJSON <set>)
    builtins.listToAttrs (lib.attrsToList <set>)
    lib.findFirst (s: <bool s:set>) <set> <sets>
    lib.last <sets>
    builtins.listToAttrs (lib.imap0 (i: x: { name = x; value = i; }) <strings>)
    builtins.partition (x: <bool x:int>) <ints>
    // lib.foldr lib.mergeAttrs { } <sets>
    // { a = 0; b = 0; } // <set>
    lib.fix (self: { a = <int>; b = self.a; })
    lib.cartesianProduct { a = <ints>; } == [ ] then { } else <set>
    lib.mapAttrs (n: lib.add 1) <set>
    builtins.removeAttrs (builtins.head (<sets> ++ [ { a = 1; } ])) [ "b" ]
    lib.attrsets.mapAttrsToList (n: v: v) <set> == [ ] then { a = 1; } else <set>
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.attrsOf lib.types.int; default = { }; }; } { a = lib.mkIf <bool> <set>; } { a.\${<name>} = lib.mkForce <int>; } { a = lib.mapAttrs (n: v: lib.mkDefault v) <set>; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.int; default = { }; }; } { a = lib.mkIf <bool> <set>; } { a = lib.mkMerge [ (lib.mkIf <bool> { a = <int>; }) ]; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.submodule { options.a = lib.mkOption { default = <int>; }; options.b = lib.mkOption { type = lib.types.int; default = 1; }; }; default = { }; }; } { a.b = lib.mkIf <bool> <int>; } { a = lib.optionalAttrs <bool> { a = <int>; }; } ]; }).config.a
    (lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule { options.c = lib.mkOption { default = <int>; }; }); default = { }; }; } { a.\${<name>} = { }; } (lib.mkIf <bool> { a.x.c = <int>; }) ]; }).config.a
    (lib.evalModules { modules = [ { freeformType = lib.types.attrsOf lib.types.int; } { a = <int>; } (lib.mkIf <bool> { b = <int>; }) (lib.optionalAttrs <bool> { c = <int>; }) ]; }).config
    (lib.evalModules { modules = [ ({ config, ... }: { options.on = lib.mkOption { default = <bool>; }; options.a = lib.mkOption { default = <int>; }; config = lib.mkIf config.on { a = <int>; }; }) { on = lib.mkForce <bool>; } ]; }).config
  `),
  sets: lines(`
    [ ]
    [ <set> ]
    [ <set> <set> ]
    <sets> ++ <sets>
    lib.optional <bool> <set>
    // map (s: s // <set s:set>) <sets>
    builtins.filter (s: <bool s:set>) <sets>
    lib.cartesianProduct { a = <ints>; b = <ints>; }
    builtins.attrValues { x = <set>; y = <set>; }
    if <bool> then <sets> else <sets>
    map (x: { a = <int x:int>; }) <ints>
    lib.unique <sets>
    lib.sortOn (s: s.a or <int>) <sets>
    lib.attrsToList <set>
    lib.imap0 (i: s: { a = i; }) <sets>
    builtins.genericClosure { startSet = map (s: { key = <int s:set>; }) <sets>; operator = x: [ ]; }
  `),
  any: [
    "<int>",
    "<string>",
    "<bool>",
    "<ints>",
    "<set>",
    "<sets>",
    "<strings>",
    "null",
    "(x: x)",
    "{ a = <any>; }",
    "[ <any> ]",
  ],
};

/**
 * The program that a run of numbers stands for: each picks how the next part comes about; once they are used up, parts are as simple
 * as can be. `merges` allows sets that override one another.
 */
export function programOf(choices: readonly number[], settings: { readonly merges: boolean }): Piece {
  const [first = 0, ...rest] = choices;
  const kinds: readonly Kind[] = ["int", "ints", "set", "string", "bool", "strings", "sets"];
  const source = { choices: rest, next: 0, merges: settings.merges };
  return pieceOf(kinds[first % kinds.length] ?? "int", new Map(), source, 0);
}

/** The program's text. `exchange` may put other text in the place of a part. */
export function textOf(piece: Piece, exchange: (piece: Piece, text: () => string) => string | undefined): string {
  const text = () => piece.content.map((part) => (typeof part === "string" ? part : textOf(part, exchange))).join("");
  return `(${exchange(piece, text) ?? text()})`;
}

/** All parts of a program, itself included. */
export function partsOf(piece: Piece): Piece[] {
  return [piece, ...piece.content.flatMap((part) => (typeof part === "string" ? [] : partsOf(part)))];
}

type Scope = ReadonlyMap<string, Kind>;

interface Source {
  readonly choices: readonly number[];
  next: number;
  readonly merges: boolean;
}

const DEEPEST = 6;

function pieceOf(kind: Kind, scope: Scope, source: Source, depth: number): Piece {
  const choice = source.choices[source.next++] ?? 0;
  const variables = [...scope].flatMap(([name, of]) => (of === kind || kind === "any" ? [name] : []));
  const all = TEMPLATES[kind].filter((template) => source.merges || !template.startsWith("// "));
  const simple = depth >= DEEPEST ? all.filter((template) => !template.includes("<")) : all;
  const forms = [...variables, ...(simple.length > 0 ? simple : ["null"])];
  const template = (forms[choice % forms.length] ?? "null").replace(/^\/\/ /, "");
  const content = template.split(/(<[a-z]+(?: [a-z:]+)*>)/).map((part) => {
    const [, of, binders = ""] = /^<([a-z]+)((?: [a-z:]+)*)>$/.exec(part) ?? [];
    if (of === undefined) return part;
    const inner = new Map(scope);
    for (const binder of binders.trim().split(" ")) {
      const [name = "", binds = ""] = binder.split(":");
      if (name !== "") inner.set(name, binds as Kind);
    }
    return pieceOf(of as Kind, inner, source, depth + 1);
  });
  return { content };
}

function lines(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .map((line) => (/ then .* else /.test(line) && !line.includes("if ") ? `if ${line}` : line));
}
