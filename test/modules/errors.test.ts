import { describe, expect, test } from "vitest";
import { checkModuleLines, checkModules, evaluationOfText } from "./evaluate.ts";

const notOfType = (path: string, type: string) =>
  `<failure: A definition for option \`${path}' is not of type \`${type}'.>`;

describe("values that a type refuses", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["int", '"s"', "signed integer"],
    ["bool", "1", "boolean"],
    ['enum [ "x" "y" ]', '"z"', 'one of "x", "y"'],
    ["port", "70000", "16 bit unsigned integer; between 0 and 65535 (both inclusive)"],
    ["ints.between 1 3", "4", "integer between 1 and 3 (both inclusive)"],
    ["ints.positive", "0", "positive integer, meaning >0"],
    ["nonEmptyStr", '" "', "non-empty string"],
    ['strMatching "[a-z]+"', '"A"', "string matching the pattern [a-z]+"],
    ["path", '"relative"', "absolute path"],
    ["pathInStore", '"/etc"', "path in the Nix store"],
    ["nonEmptyListOf int", "[ ]", "non-empty (list of signed integer)"],
    ["listOf int", "{ }", "list of signed integer"],
    ["attrsOf (nullOr int)", "[ ]", "attribute set of (null or signed integer)"],
    ["either int (listOf str)", '"s"', "signed integer or list of string"],
    ["attrTag { x = option int; }", "{ x = 1; y = 2; }", "attribute-tagged union with choices: x"],
    ["types.addCheck int (x: x > 3)", "2", "signed integer"],
    ["submodule { }", "1", "submodule"],
  ];
  for (const [type, value, description] of cases) {
    test(`${type}: ${value}`, () =>
      checkModules(`(eval [ { options.a = option (${type}); config.a = ${value}; } ]).a`, notOfType("a", description)));
  }

  test("inside of lists, sets, submodules and functions, with the path", () => {
    checkModules(
      'elemAt (eval [ { options.a = option (listOf int); config.a = [ 1 "s" ]; } ]).a 1',
      notOfType('a."[definition 1-entry 2]"', "signed integer"),
    );
    checkModules("(eval [ { options.a = option (attrsOf bool); config.a.x = 1; } ]).a.x", notOfType("a.x", "boolean"));
    checkModules(
      "(eval [ { options.a = option (submodule { options.b = option str; }); config.a.b = 1; } ]).a.b",
      notOfType("a.b", "string"),
    );
    checkModules(
      '(eval [ { options.a = option (functionTo int); config.a = x: "s"; } ]).a 1',
      notOfType("a.<function body>", "signed integer"),
    );
  });
});

describe("definitions that do not go together", () => {
  const places = "\n- In `/flake/text.nix'\n- In `/flake/text.nix'>";
  const cases: readonly (readonly [string, string, string])[] = [
    ["option int", "1 2", "has conflicting definition values:"],
    ["option raw", "1 1", "is defined multiple times while it's expected to be unique."],
    ["option (uniq int)", "1 1", "is defined multiple times while it's expected to be unique."],
    ["option (nullOr int)", "1 null", "is defined both null and not null:"],
    ["mkOption { type = int; readOnly = true; }", "1 1", "is read-only, but it's set multiple times."],
  ];
  for (const [option, values, problem] of cases) {
    const [first, second] = values.split(" ");
    test(`${option}: ${values}`, () =>
      checkModules(
        `(eval [ { options.a = ${option}; } { a = ${first}; } { a = ${second}; } ]).a`,
        `<thrown: The option \`a' ${problem}${places}`,
      ));
  }

  test("a read-only option has its default or one definition", () => {
    const option = "mkOption { type = int; readOnly = true; default = 1; }";
    checkModules(`(eval [ { options.a = ${option}; } ]).a`, "1");
    checkModules(
      `(eval [ { options.a = ${option}; } { a = 2; } ]).a`,
      `<thrown: The option \`a' is read-only, but it's set multiple times.${places}`,
    );
  });
});

describe("what is missing", () => {
  test("values and arguments", () =>
    checkModuleLines(`
      (eval [ { options.a = option int; } ]).a ==> <failure: The option \`a' was accessed but has no value defined. Try setting the option.>
      (eval [ ({ nobody, ... }: { options.a = mkOption { default = nobody; }; }) ]).a ==> <failure: module argument 'nobody' is not provided by anything>
      (eval [ (mkRemovedOptionModule [ "old" ] "Use new.") ]).old ==> <thrown: The option \`old' can no longer be used since it's been removed. Use new.>
      (eval [ ({ config, ... }: { options.a = option int; config.a = config.a; }) ]).a ==> <unknown: infinite recursion encountered>
    `));

  test("definitions that nothing declares are kept apart, and do not spoil the rest", () => {
    const evaluation = evaluationOfText(
      "[ { options.a = lib.mkOption { }; } { a = 1; b.c = 2; } ]".replace("lib.", ""),
    );
    expect(
      evaluation
        .level()
        .undeclared()
        .map(({ path }) => path.join(".")),
    ).toEqual(["b"]);
  });

  test("problems that are reported while evaluation goes on", () => {
    const messages = (modules: string) => {
      const evaluation = evaluationOfText(modules);
      for (const node of evaluation.tree().children.values()) if (node.kind === "option") node.option.type();
      const failures = evaluation.collected().unknowns.map(({ reason }) => reason);
      return [...evaluation.problems.map(({ message }) => message), ...failures];
    };
    expect(messages("[ { options.a = option int; } { options.a = option str; } ]")).toEqual([
      "The option `a' is declared twice, with types that do not go together.",
    ]);
    expect(messages("[ { options.a = int; } ]")).toEqual(["not an option declaration"]);
    expect(messages("[ { options.a.b = option int; a = 1; } { a = 2; } ]")).toEqual([
      "The option `a' is a set of options, but it is defined as a value of type int.",
    ]);
    expect(messages("[ (evalModules { modules = [ ]; }) ]")).toEqual([
      'expected a module, but found a value of type "configuration"',
    ]);
    expect(messages('[ "text" ]')).toEqual(['a module cannot be the string "text"']);
  });
});
