import { expect, test } from "vitest";
import { rootView } from "../server/features/views/host-tree.ts";
import { foreignMarkdown, inlineCode, words } from "../server/markdown.ts";
import type { TreeNode } from "../server/protocol.ts";
import { analysisOf, hoverOn } from "./features/ask.ts";
import { root } from "./features/seedling.ts";
import { parseFixture } from "./fixture.ts";

const EVIL = "![pixel](https://evil.example/p.png) [run](command:x) <b>`$(zap)`</b>";

test("words are themselves in Markdown, and what stands in backticks is code", () => {
  expect(words("the tree `a_b` holds *nothing* of a_b")).toBe("the tree `a_b` holds \\*nothing\\* of a\\_b");
  expect(words("The option `a.b' does not exist")).toBe("The option \\`a.b' does not exist");
  expect(words("a\n\n# b\r\n  - c\n1. d")).toBe("a  \n\\# b  \n\\- c  \n1\\. d");
  expect(words(EVIL)).toBe("!\\[pixel\\](https://evil.example/p.png) \\[run\\](command:x) \\<b\\>`$(zap)`\\</b\\>");
  expect(words("\\[a](command:b)")).toBe("\\\\\\[a\\](command:b)");
});

test("code on a line stays on it", () => {
  expect(inlineCode("a\n\n![b](c)`d")).toBe("``a ![b](c)`d``");
});

test("Markdown of others loads no image, leads to web addresses only, and ends where it ends", () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      "See *this* [manual](https://nixos.org) or [below](#opt-a).",
      "See *this* [manual](https://nixos.org) or [below](#opt-a).",
    ],
    [EVIL, "[pixel](https://evil.example/p.png) [run] (command:x) <b>`$(zap)`</b>"],
    ["!![a](https://b) \\![c](https://d)", "[a](https://b) \\[c](https://d)"],
    [
      "[a](\n<command:b>) [c](file:///etc/passwd) [d](comm&#97;nd:e)",
      "[a] (\n< command:b>) [c] (file:///etc/passwd) [d] (comm&#97;nd:e)",
    ],
    ["[a][b]\n\n[b]: command:c", "[a][b]\n\n[b] : command:c"],
    ["<command:a> <https://b>", "< command:a> <https://b>"],
    ["a <!-- b", "a < !-- b"],
    ["```\na", "```\na\n```"],
    ["````nix\n```\na", "````nix\n```\na\n````"],
    ["```nix\na\n```\nb", "```nix\na\n```\nb"],
    ["~~~\n```", "~~~\n```\n~~~"],
  ];
  for (const [text, tame] of cases) expect(foreignMarkdown(text)).toBe(tame);
});

const FLAKE = `${root}
#- /cells/schema.nix
{ lib, ... }: {
  options.evil.kind = lib.mkOption {
    type = lib.types.enum [ "a" "${EVIL}" ];
    description = "\`\`\`\\n${EVIL}";
    default = "a";
  };
}
#- /cells/host.nix
{ inputs, ... }: {
  flake.nixosConfigurations."heron_${EVIL}" = inputs.nixpkgs.lib.nixosSystem {
    modules = [ (throw "${EVIL}\\n\\n- ${EVIL}") ];
  };
}
`;
const namespace = `${FLAKE}#- /cells/use.nix\n{ config, ... }: { flake.text = config.ev$0il.kind; }`;
const option = `${FLAKE}#- /cells/use.nix\n{ config, ... }: { flake.text = config.evil.ki$0nd; }`;

test("a flake's own text neither loads images nor makes links in tooltips and hovers", () => {
  const view = rootView(analysisOf(parseFixture(FLAKE)), (file) => file);
  const tooltips = (node: TreeNode): string[] => [node.tooltip ?? "", ...node.children.flatMap(tooltips)];
  const all = [...view.hosts.flatMap(tooltips), hoverOn(namespace) ?? "", hoverOn(option) ?? ""];
  for (const text of all) {
    expect(text).toContain("pixel");
    expect(withoutCode(text)).not.toMatch(/!\[|(?<!\\)\]\((?!https:)/);
  }
});

/** Blocks and spans of code show what they hold. */
function withoutCode(markdown: string): string {
  return markdown.replace(/(`{3,})[\s\S]*?\1/g, "").replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, "");
}
