import { lines } from "./template-lines.ts";

/** Numbers, strings, names of attributes and truths. */
export const SINGLE = {
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
} as const;
