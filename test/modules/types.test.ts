import { describe, test } from "vitest";
import { checkModuleLines, checkModules } from "./evaluate.ts";

/** `evaluated.options` and `evaluated.config` of modules. */
const evaluated = (modules: string, text: string) =>
  `let evaluated = evalModules { modules = ${modules}; }; in ${text}`;

describe("what lies inside of an option's type", () => {
  test("options inside of types, with their paths", () => {
    const inside = (type: string) =>
      evaluated(`[ { options.a = option (${type}); } ]`, '(evaluated.options.a.type.getSubOptions [ "a" ]).b.loc');
    const one = "(submodule { options.b = option int; })";
    checkModules(inside(one), '[ "a" "b" ]');
    checkModules(inside(`listOf ${one}`), '[ "a" "*" "b" ]');
    checkModules(inside(`attrsOf (nullOr ${one})`), '[ "a" "<name>" "b" ]');
    checkModules(inside(`attrsWith { placeholder = "id"; elemType = ${one}; }`), '[ "a" "<id>" "b" ]');
    checkModules(inside(`functionTo ${one}`), '[ "a" "<function body>" "b" ]');
    checkModules(inside("deferredModuleWith { staticModules = [ { options.b = option int; } ]; }"), '[ "a" "b" ]');
    checkModules("attrNames ((option (either int str)).type.getSubOptions [ ])", "[ ]");
  });

  test("the evaluations that values are made of", () => {
    const type = "submodule { options.b = option int; }";
    checkModules(
      evaluated(
        `[ { options.a = option (attrsOf (${type})); } { a.x.b = 1; } ]`,
        "evaluated.options.a.valueMeta.attrs.x.configuration.options.b.value",
      ),
      "1",
    );
    checkModules(
      evaluated(
        `[ { options.a = option (listOf (${type})); } { a = [ { b = 2; } ]; } ]`,
        "(elemAt evaluated.options.a.valueMeta.list 0).configuration.config.b",
      ),
      "2",
    );
    checkModules(evaluated("[ { options.a = option int; } { a = 1; } ]", "evaluated.options.a.valueMeta"), "{ }");
  });

  test("places that Nix does not know", () => {
    const line = "(elemAt evaluated.options.a.declarationPositions 0).line";
    checkModules(evaluated("[ { options.a = option int; } ]", line), "1");
    checkModules(evaluated("[ { options = mapAttrs (_: x: x) { a = option int; }; } ]", line), "null");
  });
});

describe("types", () => {
  test("ordered lists of attributes", () => {
    const value = (definitions: string, type = "attrListOf int") =>
      `(eval [ { options.a = option (${type}); } ${definitions} ]).a`;
    checkModules(value("{ a = { x = mkAfter 1; y = 2; }; }"), "[ { y = 2; } { x = 1; } ]");
    checkModules(value("{ a = [ { x = 1; } (mkBefore { x = 2; }) ]; }"), "[ { x = 2; } { x = 1; } ]");
    checkModules(value("{ a = [ { x = 1; } { y = 1; } ]; } { a.x = mkForce 3; }"), "[ { x = 3; } { y = 1; } ]");
    checkModules(value("{ a = [ { x = mkIf false 1; } ]; }"), "[ ]");
    const asSet = "attrListWith { elemType = int; asAttrs = true; mergeAttrValues = _: last; }";
    checkModules(value("{ a = [ { x = 1; } { x = 2; } ]; }", asSet), "{ x = 2; }");
    checkModules(value("", "attrListOf int"), "[ ]");
  });

  test("file sets, declarations, data formats", () =>
    checkModuleLines(`
      length (lib.fileset.toList (eval [ { options.a = option types.fileset; } { a = ./text.nix; } { a = ./text.nix; } ]).a) ==> 1
      length (lib.fileset.toList (eval [ { options.a = option types.fileset; } ]).a) ==> 0
      optionDeclaration.check (option int) ==> true
      optionDeclaration.check { } ==> false
      optionDeclaration.check (evalModules { modules = [ { options.a = option int; } ]; }).options.a ==> false
      (eval [ { options.a = option json; } { a.b = [ 1 null { c = true; } ]; } ]).a ==> { b = [ 1 null { c = true; } ]; }
      toml.check null ==> false
      json.description ==> "JSON value"
    `));

  test("descriptions", () =>
    checkModuleLines(`
      (submodule { freeformType = attrsOf str; }).description ==> "open submodule of attribute set of string"
      (submodule { options.a = option int; }).description ==> "submodule"
      (attrsOf numbers.positive).description ==> "attribute set of (positive integer or floating point number, meaning >0)"
      (numbers.between 1 2).description ==> "integer or floating point number between 1 and 2 (both inclusive)"
      numbers.positive.check 0 ==> false
      (either (passwdEntry str) bool).description ==> "string, not containing newlines or colons, or boolean"
      (passwdEntry str).check "a:b" ==> false
      (enum [ null true ]).description ==> "one of <null>, true"
    `));

  test("a choice whose alternatives fit none of the definitions", () => {
    const value = (type: string) =>
      `(eval [ { options.a = option (submodule { freeformType = ${type}; }); } { a.b = "x"; } ]).a.b`;
    // As nixpkgs, which warns: a freeform type is not asked whether the whole set fits.
    checkModules(value("either int int"), '"x"');
    checkModules(value("nullOr (either int int)"), '"x"');
  });

  test("mkDefinition", () => {
    const file = "(elemAt evaluated.options.a.definitionsWithLocations 0).file";
    const modules = (value: string) => `[ { options.a = option bool; } { a = ${value}; } ]`;
    checkModules(evaluated(modules('mkDefinition { file = "other"; value = true; }'), file), '"other"');
    checkModules(
      evaluated(modules('mkDefinition { file = "other"; value = mkForce true; }'), "evaluated.config.a"),
      "true",
    );
  });
});

test("a type that contains itself is described, merged and used", () => {
  const recursive = "let t = nullOr (either str (either (attrsOf t) (listOf t))); in";
  checkModules(
    `${recursive} t.description`,
    '"null or string or (attribute set of (null or …)) or list of (null or …)"',
  );
  const modules = `[ { options.a = option t; } { options.a = option t; } { a.b = [ "x" { c = "y"; } ]; } ]`;
  checkModules(`${recursive} (eval ${modules}).a`, '{ b = [ "x" { c = "y"; } ]; }');
  checkModules("let t = n: either (attrsOf (t (n + 1))) (listOf (t (n + 1))); in isString (t 0).description", "true");
});
