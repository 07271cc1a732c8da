import { describe, test } from "vitest";
import { checkFindings } from "./check-findings.ts";
import { checkFix } from "./check-fix.ts";
import { namedBranches } from "./dialects.ts";

const host = `${namedBranches}
#- /cells/desk.nix
{ lib, gather, ... }: { my.hosts.desk = { }; flake.nixosConfigurations.desk = lib.nixosSystem { modules = (gather "desk").nixos; }; }
`;

describe("a pragma allows a finding", () => {
  test("at the end of its line, with a reason", () =>
    checkFindings(`${host}
#- /cells/vpn.nix
{
  my.branches.vpn.nixosModules = [ { } ]; # dendritic: allow unmerged-leaf -- next month
}
`));

  test("on a line of its own above, with other comments between", () =>
    checkFindings(`${host}
#- /cells/vpn.nix
{
  # dendritic: allow repeated-selection, unmerged-leaf
#                    ^^^^^^^^^^^^^^^^^^ unused-pragma: reports nothing here

  # The VPN comes next month.
  my.branches.vpn.nixosModules = [ { } ];
}
`));

  test("but not one of another rule, nor on the line after that", () =>
    checkFindings(`${host}
#- /cells/vpn.nix
{
  my.branches.vpn.nixosModules = [ { } ]; # dendritic: allow unmerged-class
#                 ^^^^^^^^^^^^ unmerged-leaf
#                                                            ^^^^^^^^^^^^^^ unused-pragma: reports nothing here
  my.branches.dns.nixosModules = [ { } ]; # dendritic: allow unmerged-leaf
  my.branches.ntp.nixosModules = [ { } ];
#                 ^^^^^^^^^^^^ unmerged-leaf
}
`));

  test("in a string it is text", () =>
    checkFindings(`${host}
#- /cells/vpn.nix
{
  my.branches.vpn.description = ''
    # dendritic: allow unmerged-leaf
  '';
  my.branches.vpn.nixosModules = [ { } ];
#                 ^^^^^^^^^^^^ unmerged-leaf
}
`));
});

describe("unused-pragma", () => {
  test("an unknown code, with the near one; no code at all", () =>
    checkFindings(`${host}
#- /cells/odd.nix
{
  # dendritic: allow unmerged-leave
#                    ^^^^^^^^^^^^^^ unused-pragma: No rule has the code \`unmerged-leave\`, so this comment allows nothing. Did you mean \`unmerged-leaf\`?
  my.switch = true; # dendritic: allow
#                   ^^^^^^^^^^^^^^^^^^ unused-pragma: it does not name a rule
}
`));

  test("silent as long as a rule may be silent for want of knowledge", () =>
    checkFindings(`${host}
#- /cells/vpn.nix
{
  my.branches.vpn.nixosModules = [ { } ]; # dendritic: allow unmerged-leaf
}
#- /cells/rack.nix
{ inputs, ... }: { flake.nixosConfigurations.rack = inputs.sops-nix.build { }; }
`));

  test("removed with its line, or only the code that is too much", () => {
    checkFix(
      `${host}
#- /cells/odd.nix
{
  # dendritic: allow unmerged-class
  my.switch = true;
}
`,
      "Remove the comment",
      { "/cells/odd.nix": "{\n  my.switch = true;\n}" },
    );
    checkFix(
      `${host}
#- /cells/odd.nix
{
  # dendritic: allow unmerged-class unmerged-leaf
  my.branches.vpn.nixosModules = [ { } ];
}
`,
      "Remove `unmerged-class`",
      { "/cells/odd.nix": "{\n  # dendritic: allow unmerged-leaf\n  my.branches.vpn.nixosModules = [ { } ];\n}" },
    );
    checkFix(
      `${host}
#- /cells/odd.nix
{
  # dendritic: allow unmerged-leaf, unmerged-class, repeated-selection -- later
  my.branches.vpn.nixosModules = [ { } ];
}
`,
      "Remove `repeated-selection`",
      {
        "/cells/odd.nix":
          "{\n  # dendritic: allow unmerged-leaf, unmerged-class -- later\n  my.branches.vpn.nixosModules = [ { } ];\n}",
      },
    );
    checkFix(
      `${host}
#- /cells/odd.nix
{
  # dendritic: allow unmerged-class, repeated-selection
  my.switch = true;
}
`,
      "Remove the comment",
      { "/cells/odd.nix": "{\n  my.switch = true;\n}" },
    );
  });
});
