import { describe, expect, test } from "vitest";
import { definitionsOf, hoverOn, offered, referencesOf } from "../features/ask.ts";
import { root } from "../features/seedling.ts";

const library = `${root}
#- /cells/lib.nix
{ lib, ... }: {
  options.flake.lib = lib.mkOption { type = lib.types.attrsOf lib.types.raw; default = { }; };
  options.my.user.name = lib.mkOption { type = lib.types.str; default = "ben"; };
  options.my.user.mail = lib.mkOption { type = lib.types.str; default = "b@e.n"; };
  /**
    Says it loudly.
    * twice
  */
  config.flake.lib.shout = text: "\${text}!";
  /** Of another. */
  config.flake.lib.answer = 42;
  config.flake.lib.plain = 1;
}`;
const use = (code: string) => `${library}\n#- /cells/use.nix\n{ self, config, ... }: { flake.x = ${code}; }\n`;

describe("members of a value without options of its own", () => {
  test("each has its own references, from where it is set and where it is read", () => {
    const places = ["/cells/lib.nix:9:20 shout write", "/cells/use.nix:1:45 shout read"];
    expect(referencesOf(use('self.lib.sho$0ut "a"'))).toEqual(places);
    expect(referencesOf(use('self.lib.shout "a"').replace("lib.shout =", "lib.sh$0out ="))).toEqual(places);
  });

  test("from where it is set, definition leads to the option's declaration", () => {
    expect(definitionsOf(use('self.lib.shout "a"').replace("lib.shout =", "lib.sh$0out ="))).toEqual([
      "/cells/lib.nix:2:17 lib",
    ]);
  });

  test("hover says its comment and its value", () => {
    expect(hoverOn(use('self.lib.sho$0ut "a"'))).toMatchInlineSnapshot(`
      "\`\`\`nix
      flake.lib.shout
      \`\`\`

      Says it loudly.
      twice

      set at \`cells/lib.nix:9\`
      read in 1 place"
    `);
    expect(hoverOn(use("self.lib.ans$0wer"))).toMatchInlineSnapshot(`
      "\`\`\`nix
      flake.lib.answer
      \`\`\`

      Of another.

      value: \`42\`

      set at \`cells/lib.nix:11\`
      read in 1 place"
    `);
    expect(hoverOn(use("self.lib.pla$0in"))).not.toContain("Of another");
  });

  test("completion offers what is set", () => {
    expect(offered(use("self.lib.$0"))).toEqual(["value answer", "value plain", "value shout"]);
  });
});

describe("a name that options lie below", () => {
  test("its references are where it is written, its definition is where they are declared", () => {
    const asked = use("config.my.us$0er");
    expect(referencesOf(asked)).toEqual([
      "/cells/lib.nix:3:14 user declaration",
      "/cells/lib.nix:4:14 user declaration",
      "/cells/use.nix:1:46 user read",
    ]);
    expect(definitionsOf(asked)).toEqual(["/cells/lib.nix:3:14 user", "/cells/lib.nix:4:14 user"]);
    expect(hoverOn(asked)).toContain("`mail`");
  });
});
