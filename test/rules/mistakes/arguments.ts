import { type Mistake, mistakes } from "./mistake.ts";

export const ARGUMENT_MISTAKES: readonly Mistake[] = [
  ...mistakes("unsupplied-argument", "attribute 'inputs' missing", {
    named: [
      `#- /cells/x.nix\n{\n  my.branches.base.nixosModules = [\n    ({ «inputs», ... }: { networking.search = [ "\${inputs.nixpkgs}" ]; })\n  ];\n}\n`,
      "{\n  my.branches.base.nixosModules = [\n    ({ inputs, ... }:",
      "{ inputs, ... }: {\n  my.branches.base.nixosModules = [\n    ({ ... }:",
    ],
    byClass: [
      `#- /cells/x.nix\n{ flake.modules.nixos.base = { «system», ... }: { networking.domain = system; }; }\n`,
      "{ system, ... }: { networking.domain = system; }",
      "{ pkgs, ... }: { networking.domain = pkgs.stdenv.hostPlatform.system; }",
      "attribute 'system' missing",
    ],
    mapped: [
      `#- /cells/x.nix\n{ «pkgs», ... }: { nixos.modules.base = { ... }: { networking.domain = toString pkgs; }; }\n`,
      "{ pkgs, ... }: { nixos.modules.base = { ... }:",
      "{ nixos.modules.base = { pkgs, ... }:",
      "attribute 'pkgs' missing",
    ],
    published: [
      `#- /cells/x.nix\n{ self, ... }: { flake.nixosModules.base = { «self», ... }: { networking.domain = toString self; }; }\n`,
      "base = { self, ... }:",
      "base = { ... }:",
      "attribute 'self' missing",
    ],
  }),
];
