import { lines } from "./template-lines.ts";

/** Lists, sets, and whatever. */
export const COMPOUND = {
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
} as const;
