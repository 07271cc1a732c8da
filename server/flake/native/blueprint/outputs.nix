# The outputs that blueprint makes. Its arguments other than the four below leave all outputs open.
{ lib, outside, entriesOf }:
given@{
  inputs,
  prefix ? null,
  nixpkgs ? { },
  systems ? inputs.systems or [ "aarch64-darwin" "aarch64-linux" "x86_64-darwin" "x86_64-linux" ],
  ...
}:
let
  inherit (builtins) all attrNames elem functionArgs head isFunction isList isPath pathExists;

  flake = inputs.self;
  known = [ "inputs" "prefix" "nixpkgs" "systems" ];
  unknownNames = builtins.filter (name: !elem name known) (attrNames given);
  allInputs = { nixpkgs = dendriticNative.outside "${outside}.inputs.nixpkgs"; systems = dendriticNative.outside "${outside}.inputs.systems"; } // inputs;
  src = if prefix == null then flake else if isPath prefix then prefix else /. + "${flake}/${prefix}";

  specialArgs = { inherit flake; inputs = allInputs; self = throw "self was renamed to flake"; };
  perSystem._module.args.perSystem = dendriticNative.outside "perSystem";
  hasPackageSettings = (nixpkgs.config or { }) != { } || (nixpkgs.overlays or [ ]) != [ ];
  packageSettings = if hasPackageSettings then { nixpkgs.pkgs = lib.mkDefault (dendriticNative.outside "pkgs"); } else { };

  hostsFolder = src + "/hosts";
  hostEntries = if pathExists hostsFolder then dendriticNative.lazyTree hostsFolder (entriesOf hostsFolder) else { };
  homesOf = name:
    let
      users = entriesOf (hostEntries.${name}.path + "/users");
      fileOf = user: if user.type == "regular" then user.path else user.path + "/home-configuration.nix";
    in
    if hostEntries.${name}.type != "directory" then { }
    else lib.mapAttrs (_: fileOf) (lib.filterAttrs (_: user: user.type == "regular" || pathExists (fileOf user)) users);

  homes = name: class:
    if homesOf name == { } then [ ]
    else [ {
      imports = [ allInputs.home-manager.${class}.default ];
      home-manager = {
        sharedModules = [ perSystem ];
        extraSpecialArgs = specialArgs;
        users = homesOf name;
        useGlobalPkgs = lib.mkDefault true;
        useUserPackages = lib.mkDefault true;
      };
    } ];

  system = name: path: class: build: homeModules: {
    inherit class;
    value = build {
      modules = [ packageSettings perSystem path ] ++ homeModules;
      specialArgs = specialArgs // { hostName = name; };
    };
  };
  fileOfHost = name:
    lib.findFirst (file: pathExists "${hostEntries.${name}.path}/${file}.nix") null
      [ "default" "configuration" "rpi-configuration" "darwin-configuration" "system-configuration" ];
  pathOfHost = name: let file = fileOfHost name; in if file == null then null else hostEntries.${name}.path + "/${file}.nix";
  makers = name: {
    default = path: import path { inherit flake; inputs = allInputs; hostName = name; };
    configuration = path: system name path "nixos" allInputs.nixpkgs.lib.nixosSystem (homes name "nixosModules");
    rpi-configuration = path: system name path "nixos"
      (args: allInputs.nixos-raspberrypi.lib.nixosSystem (args // {
        specialArgs = args.specialArgs // { inherit (allInputs) nixos-raspberrypi; };
      }))
      (homes name "nixosModules");
    darwin-configuration = path: system name path "nix-darwin" allInputs.nix-darwin.lib.darwinSystem (homes name "darwinModules");
    system-configuration = path: {
      class = "system-manager";
      value = allInputs.system-manager.lib.makeSystemConfig {
        modules = [ perSystem path ];
        extraSpecialArgs = specialArgs // { hostName = name; };
      };
    };
  };
  hostOf = name: _:
    if fileOfHost name != null then (makers name).${fileOfHost name} (pathOfHost name)
    else if homesOf name != { } then { class = "none"; }
    else throw "host '${name}' does not have a configuration";
  hosts = lib.mapAttrs hostOf hostEntries;
  # Blueprint asks every host for its class first.
  isUnknown = _: host: dendriticNative.isMissing host || dendriticNative.isMissing host.class;
  unknownHosts = builtins.attrValues (lib.filterAttrs isUnknown hosts);
  doubt = if unknownHosts == [ ] then { } else (head unknownHosts).class;
  ofClass = class:
    let found = lib.filterAttrs (name: host: !isUnknown name host && host.class == class) hosts; in
    doubt // dendriticNative.standingIn pathOfHost (lib.mapAttrs (_: host: host.value) found);

  # Homes of every host are offered alone, too, to be taken by the system's name.
  homeConfigurations = system: lib.concatMapAttrs (host: _: lib.mapAttrs' (user: path: lib.nameValuePair "${user}@${host}" (
    allInputs.home-manager.lib.homeManagerConfiguration {
      pkgs = allInputs.nixpkgs.legacyPackages.${system};
      extraSpecialArgs = specialArgs;
      modules = [ perSystem path { home.username = lib.mkDefault user; home.homeDirectory = lib.mkDefault (dendriticNative.outside "homeDirectory"); } ];
    }
  )) (homesOf host)) hostEntries;

  # A file that takes nothing but these is a function to a module, called by the flake that publishes it.
  publisher = { inherit flake; inputs = allInputs; };
  published = _: { path, ... }:
    let module = import path; in
    if isFunction module && all (name: publisher ? ${name}) (attrNames (functionArgs module))
    then { _file = path; imports = [ (module publisher) ]; }
    else path;
  classes = lib.filterAttrs (_: entry: entry.type == "directory") (entriesOf (src + "/modules"));
  modules = lib.mapAttrs (_: { path, ... }: lib.mapAttrs published (entriesOf path)) classes;

  systemNames = if isList systems then systems else import systems;
  perSystemOutput = name: lib.genAttrs systemNames (system: dendriticNative.outside "self.${name}.${system}");
in
if unknownNames != [ ] then dendriticNative.outside outside
else lib.genAttrs [ "checks" "devShells" "formatter" "packages" ] perSystemOutput // {
  inherit modules;
  nixosModules = modules.nixos or { };
  darwinModules = modules.darwin or { };
  homeModules = modules.home or { };
  nixosConfigurations = ofClass "nixos";
  darwinConfigurations = ofClass "nix-darwin";
  systemConfigs = ofClass "system-manager";
  robotnixConfigurations = ofClass "robotnix";
  nixOnDroidConfigurations = ofClass "nix-on-droid";
  legacyPackages = lib.genAttrs systemNames (system: { homeConfigurations = homeConfigurations system; });
  lib = if pathExists (src + "/lib") then import (src + "/lib") specialArgs else { };
  templates = dendriticNative.outside "self.templates";
  mkPackagesFor = dendriticNative.outside "self.mkPackagesFor";
}
