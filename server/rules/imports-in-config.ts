import { enclosing } from "../syntax/enclosing.ts";
import type { AttributeSet, Bind } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import type { Fix } from "./fix.ts";
import { bindingAt } from "./fixes/binding-edits.ts";
import { withBlanks } from "./fixes/list-items.ts";
import { hostsUse, problemsOfKind } from "./problem-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";

export const importsInConfig: Rule = {
  code: "imports-in-config",
  group: "modules",
  severity: "error",
  description: "`imports`, `options` or `config` stands among the settings of a module.",
  explanation: `\`imports\`, \`options\` and \`config\` make up a module. Inside \`config\`, or inside \`lib.mkIf\` or \`lib.mkMerge\`,
they are taken for options, and Nix stops with "The option \`imports' does not exist".

Which modules are imported cannot depend on an option. Import the module unconditionally, and put its settings behind \`lib.mkIf\`.`,
  examples: {
    wrong: `{ inputs, ... }: {
  config = {
    imports = [ inputs.flake-parts.flakeModules.modules ];
    systems = [ "x86_64-linux" ];
  };
}`,
    right: `{ inputs, ... }: {
  imports = [ inputs.flake-parts.flakeModules.modules ];
  config.systems = [ "x86_64-linux" ];
}`,
  },
  check: (context) =>
    problemsOfKind(context, "key-in-config").map(({ at, path: [name = ""], hosts }) => {
      const users = hosts.length > 0 ? `, which ${hostsUse(context, hosts)}` : "";
      return {
        message: `\`${name}\` is among the settings of this module${users}, so Nix takes it for an option, which does not exist. Move \`${name}\` out of \`config\`, next to it.`,
        at,
        hosts,
        fixes: () => movingOut(context, at, name),
      };
    }),
};

/** Out of the outermost `config` around it that is written as one, unless that has one beside it already. */
function movingOut({ treeOf, textOf }: RuleContext, at: Span, name: string): readonly Fix[] {
  const tree = treeOf(at.file);
  const text = textOf(at.file);
  const inner = bindingAt(tree, at);
  const sets = tree ? enclosing(tree, at).filter((one) => one.kind === "set") : [];
  const outer = sets.map((set) => ({ set, config: configOf(set, at) })).find(({ config }) => config !== undefined);
  if (text === undefined || !inner || !outer?.config || inner.bind === outer.config || isBound(outer.set, name))
    return [];
  const { start, end } = inner.bind;
  const { start: before } = outer.config;
  const indentation = /[ \t]*$/.exec(text.slice(0, before))?.[0] ?? "";
  const moved = `${text.slice(start, end)}${isAlone(text, before) ? `\n${indentation}` : " "}`;
  return [
    {
      title: `Move \`${name}\` out of \`config\``,
      edits: [
        { file: at.file, start: before, end: before, text: moved },
        { file: at.file, ...withBlanks(text, { start, end }), text: "" },
      ],
      preferred: true,
    },
  ];
}

/** Whether a line begins there. */
function isAlone(text: string, offset: number): boolean {
  return /(^|\n)[ \t]*$/.test(text.slice(0, offset));
}

/** The binding of `config` of the set, around the place. */
function configOf({ bindings }: AttributeSet, { start }: Span): Bind | undefined {
  const found = bindings.find((one) => one.start <= start && start < one.end);
  const [first] = found?.kind === "bind" ? found.path : [];
  return found?.kind === "bind" && first?.kind === "static" && first.name === "config" ? found : undefined;
}

function isBound({ bindings }: AttributeSet, name: string): boolean {
  return bindings.some((one) => one.kind === "bind" && one.path[0]?.kind === "static" && one.path[0].name === name);
}
