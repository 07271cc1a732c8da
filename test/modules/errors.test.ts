import { describe, expect, test } from "vitest";
import { evaluationOf, type ModuleEvaluation, problemsOf } from "../../server/modules/evaluation.ts";
import { checkModuleLines, checkModules, evaluateModuleText, evaluationOfText } from "./evaluate.ts";

const notOfType = (path: string, type: string, value: string) =>
  `<failure: A definition for option \`${path}' is not of type \`${type}'. Definition values:\n- In \`/flake/text.nix': ${value}>`;

describe("values that a type refuses", () => {
  // Of what nobody asked for, an error shows nothing.
  const cases: readonly (readonly [type: string, value: string, description: string, shown?: string])[] = [
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
    [
      "attrTag { x = option int; }",
      "{ x = 1; y = 2; }",
      "attribute-tagged union with choices: x",
      "{ x = «…»; y = «…»; }",
    ],
    ["types.addCheck int (x: x > 3)", "2", "signed integer"],
    ["submodule { }", "1", "submodule"],
  ];
  for (const [type, value, description, shown] of cases) {
    test(`${type}: ${value}`, () =>
      checkModules(
        `(eval [ { options.a = option (${type}); config.a = ${value}; } ]).a`,
        notOfType("a", description, shown ?? value),
      ));
  }

  test("inside of lists, sets, submodules and functions, with the path", () => {
    checkModules(
      'elemAt (eval [ { options.a = option (listOf int); config.a = [ 1 "s" ]; } ]).a 1',
      notOfType('a."[definition 1-entry 2]"', "signed integer", '"s"'),
    );
    checkModules(
      "(eval [ { options.a = option (attrsOf bool); config.a.x = 1; } ]).a.x",
      notOfType("a.x", "boolean", "1"),
    );
    checkModules(
      "(eval [ { options.a = option (submodule { options.b = option str; }); config.a.b = 1; } ]).a.b",
      notOfType("a.b", "string", "1"),
    );
    checkModules(
      '(eval [ { options.a = option (functionTo int); config.a = x: "s"; } ]).a 1',
      notOfType("a.<function body>", "signed integer", '"s"'),
    );
  });
});

describe("definitions that do not go together", () => {
  const advice = "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";
  const places = (...values: readonly (string | undefined)[]) =>
    `${values.map((value) => `\n- In \`/flake/text.nix': ${value}`).join("")}\n${advice}>`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["option int", "1 2", "has conflicting definition values:"],
    ["option raw", "1 1", "is defined multiple times while it's expected to be unique.\n\nDefinition values:"],
    ["option (uniq int)", "1 1", "is defined multiple times while it's expected to be unique.\n\nDefinition values:"],
    ["option (nullOr int)", "1 null", "is defined both null and not null:"],
    ["mkOption { type = int; readOnly = true; }", "1 1", "is read-only, but it's set multiple times."],
  ];
  for (const [option, values, problem] of cases) {
    const [first, second] = values.split(" ");
    test(`${option}: ${values}`, () =>
      checkModules(
        `(eval [ { options.a = ${option}; } { a = ${first}; } { a = ${second}; } ]).a`,
        `<thrown: The option \`a' ${problem}${places(second, first)}`,
      ));
  }

  test("a read-only option has its default or one definition", () => {
    const option = "mkOption { type = int; readOnly = true; default = 1; }";
    checkModules(`(eval [ { options.a = ${option}; } ]).a`, "1");
    checkModules(
      `(eval [ { options.a = ${option}; } { a = 2; } ]).a`,
      `<thrown: The option \`a' is read-only, but it's set multiple times.${places("1", "2")}`,
    );
  });
});

function mergeAll({ tree }: ModuleEvaluation): void {
  for (const node of tree().children.values()) if (node.kind === "option") node.option.merged();
}

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

  test("declarations that do not go together", () => {
    const messages = (modules: string) => {
      const submodules: ModuleEvaluation[] = [];
      const evaluation = evaluationOfText(modules, {}, (submodule) => submodules.push(submodule));
      mergeAll(evaluation);
      for (const submodule of submodules) mergeAll(submodule);
      return problemsOf(evaluation).map(({ message }) => message);
    };
    const twice = (path: string) => [
      `The option \`${path}' in \`/flake/text.nix' is already declared in \`/flake/text.nix'.`,
    ];
    expect(
      messages("[ { options.a = mkOption { default = 1; }; } { options.a = mkOption { default = 1; }; } ]"),
    ).toEqual(twice("a"));
    expect(messages("[ { options.a = mkOption { default = 1; }; } { options.a = option int; } ]")).toEqual([]);
    expect(messages("[ { options.a = option (attrsOf int); } { options.a = option (lazyAttrsOf int); } ]")).toEqual(
      twice("a"),
    );
    expect(messages("[ { options.a = option (either int str); } { options.a = option (either int str); } ]")).toEqual(
      [],
    );
    const coerced = "options.a = option (coercedTo int toString str);";
    expect(messages(`[ { ${coerced} } { ${coerced} } ]`)).toEqual(twice("a"));
    const inside = "options.a = option (submodule { options.b = mkOption { default = 1; }; });";
    expect(messages(`[ { ${inside} } { ${inside} } { a = { }; } ]`)).toEqual(twice("a.b"));
    // Outside types may be the same; alternatives are not both there.
    expect(messages("[ { options.a = option outside; } { options.a = option int; } ]")).toEqual([]);
    const either = "(if mystery then { options.a = mkOption { default = 1; }; } else { })";
    expect(messages(`[ { options.a = mkOption { default = 2; }; } ${either} ]`)).toEqual([]);
  });

  test("options inside of an option that is not a submodule", () => {
    const evaluation = evaluationOfText("[ { options.a = option (attrsOf int); } { options.a.b = option int; } ]");
    evaluation.tree();
    expect(evaluation.problems.map(({ message }) => message)).toEqual([
      "The option `a' in module `/flake/text.nix' would be a parent of the following options, but its type `attribute set of signed integer' does not support nested options.\n- option(s) with prefix `a.b' in module `/flake/text.nix'",
    ]);
  });

  test("modules of another class", () => {
    const messages = (modules: string) => {
      const { machine, value } = evaluateModuleText(modules);
      const evaluation = evaluationOf(machine.force(value));
      evaluation?.level();
      return evaluation?.problems.map(({ message }) => message);
    };
    const evaluate = (list: string) => `evalModules { class = "nixos"; modules = [ ${list} ]; }`;
    expect(messages(evaluate('{ _class = "darwin"; }'))).toEqual([
      'The module `/flake/text.nix` (class: "darwin") cannot be imported into a module evaluation that expects class "nixos".',
    ]);
    expect(messages(evaluate('{ _class = "nixos"; } { }'))).toEqual([]);
  });

  test("problems that are reported while evaluation goes on", () => {
    const messages = (modules: string) => {
      const evaluation = evaluationOfText(modules);
      for (const node of evaluation.tree().children.values()) if (node.kind === "option") node.option.type();
      const failures = evaluation.collected().unknowns.map(({ reason }) => reason);
      return [...evaluation.problems.map(({ message }) => message), ...failures];
    };
    expect(messages("[ { options.a = option int; } { options.a = option str; } ]")).toEqual([
      "The option `a' in `/flake/text.nix' is already declared in `/flake/text.nix'.",
    ]);
    expect(messages("[ { options.a = int; } ]")).toEqual([
      "In module /flake/text.nix: expected an option declaration at option path `a` but got an attribute set with type option-type. A type must be wrapped in a `mkOption` call.",
    ]);
    expect(messages("[ { options.a.b = option int; a = 1; } { a = 2; } ]")).toEqual([
      "In module `/flake/text.nix', you're trying to define a value of type `int' rather than an attribute set for the option `a'!",
    ]);
    expect(messages("[ (evalModules { modules = [ ]; }) ]")).toEqual([
      'Expected a module, but found a value of type "configuration". If you really mean to import this configuration, instead please only import the modules that make up the configuration.',
    ]);
    expect(messages("[ ({ ... }: true) ]")).toEqual(["module /flake/text.nix does not look like a module."]);
    expect(messages("[ [ { } ] ]")).toEqual([
      "Module imports can't be nested lists. Perhaps you meant to remove one level of lists? It is in `/flake/text.nix'.",
    ]);
    expect(messages('[ "text" ]')).toEqual(['a module cannot be the string "text"']);
  });
});

test("a type that contains itself is described up to some depth", () => {
  const node = "attrsOf (either int (submodule { freeformType = node; }))";
  const { value } = evaluateModuleText(
    `let node = ${node}; in (eval [ { options.a = option node; config.a = 1; } ]).a`,
  );
  const message = value.type === "failure" ? value.message : "";
  expect(message).toMatch(
    /^A definition for option `a' is not of type `attribute set of \(signed integer or \(open submodule of attr/,
  );
  expect(message).toContain("…");
});
