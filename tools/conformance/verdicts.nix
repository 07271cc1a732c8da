# What real Nix says of a small flake: forces every system of it, and what its own modules set. `dir`: the flake, the others: checkouts.
{ dir, flakeParts, nixpkgsLib, importTree }:
let
  lib = (import (nixpkgsLib + "/lib")).extend (_: _: { nixosSystem = system "nixos"; });
  anything = lib.mkOption { type = lib.types.attrsOf lib.types.anything; default = { }; };
  list = lib.mkOption { type = lib.types.listOf lib.types.anything; default = [ ]; };
  # Of the options of real systems only the names at the top.
  nixosOptions = {
    options = lib.genAttrs [ "boot" "environment" "fileSystems" "networking" "nixpkgs" "programs" "security" "services" "system" "systemd" "users" "xdg" ] (_: anything)
      // { swapDevices = list; warnings = list; };
  };
  homeOptions = { options = lib.genAttrs [ "home" "programs" "services" "xdg" ] (_: anything); };
  classes = { nixos = nixosOptions; darwin = nixosOptions; homeManager = homeOptions; };
  system = class: { modules ? [ ], specialArgs ? { }, extraSpecialArgs ? { }, ... }:
    lib.evalModules {
      inherit class;
      modules = modules ++ [ classes.${class} { _module.args = { inherit pkgs; }; } ];
      specialArgs = { modulesPath = "/nixos/modules"; } // specialArgs // extraSpecialArgs;
    };
  homeManager = {
    options.home-manager.users = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submoduleWith { class = "homeManager"; modules = [ homeOptions { _module.args = { inherit pkgs; }; } ]; });
      default = { };
    };
  };
  pkgs = lib.genAttrs [ "git" "hello" "nh" "ripgrep" ] (name: { inherit name; });
  parts = (import (flakeParts + "/flake.nix")).outputs { nixpkgs-lib = { inherit lib; }; };
  # Beside the outputs also what the flake's modules set for themselves.
  mkFlake = args: module:
    let evaluated = parts.lib.evalFlakeModule args module;
    in evaluated.config.processedFlake // {
      own = removeAttrs evaluated.config [ "allSystems" "debug" "flake" "perInput" "perSystem" "processedFlake" "transposition" "_module" ];
    };
  inputs = {
    inherit self;
    nixpkgs = { inherit lib; _type = "flake"; legacyPackages = lib.genAttrs [ "aarch64-linux" "x86_64-linux" ] (_: pkgs); };
    flake-parts = parts // { _type = "flake"; lib = parts.lib // { inherit mkFlake; }; };
    # Nix 2.8 has no readFileType.
    import-tree = scopedImport { builtins = builtins // { readFileType = path: (builtins.readDir (dirOf path)).${baseNameOf path}; }; } importTree;
    home-manager = { nixosModules.home-manager = homeManager; lib.homeManagerConfiguration = system "homeManager"; };
    nix-darwin.lib.darwinSystem = system "darwin";
  };
  outputs = (import (dir + "/flake.nix")).outputs inputs;
  self = outputs // { inherit inputs; outPath = toString dir; };
  forced = builtins.mapAttrs (_: host: builtins.deepSeq host.config true);
in
builtins.deepSeq [ (outputs.own or null) (outputs.packages or null) ] {
  hosts = map (name: forced (outputs.${name} or { })) [ "nixosConfigurations" "darwinConfigurations" "homeConfigurations" ];
  outputs = builtins.mapAttrs (_: output: builtins.isAttrs output && builtins.attrNames output != [ ]) (removeAttrs outputs [ "own" ]);
}
