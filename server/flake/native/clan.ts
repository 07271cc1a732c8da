/**
 * clan-core (https://docs.clan.lol), written anew from its documentation and behaviour, as far as it is about machines: they come from
 * `clan.machines`, the inventory, and the folders of `machines/`. What a service of an input gives to a machine is a module from outside;
 * services of the flake's own are evaluated.
 */
export const clanModule = /* nix */ `
{ config, inputs, lib, options, flake-parts-lib, self, ... }:
let
  inherit (lib) mkOption types;
  # The same option has two names: clan and flake.clan.
  others = builtins.concatMap (definition: if definition.value ? clan then [ definition.value.clan ] else [ ]) (
    builtins.filter (definition: builtins.isAttrs definition.value) options.flake.definitionsWithLocations
  );
in
{
  options.clan = mkOption {
    default = { };
    type = types.submoduleWith {
      class = "clan";
      specialArgs = { inherit self; };
      modules = [ (import ./clan-core.nix { inherit inputs; }) ];
    };
  };
  options.flake = flake-parts-lib.mkSubmoduleOptions {
    clan = mkOption {
      type = lib.mkOptionType { name = "alias"; check = _: true; merge = _: _: null; };
      default = null;
      apply = _: config.clan;
    };
    darwinConfigurations = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
  };
  config.clan = lib.mkMerge others;
  config.flake = { inherit (config.clan) nixosConfigurations darwinConfigurations; };
}
`;

/** `clan-core.lib`: `clan` makes a clan of options, `buildClan` is its older name with an older result. */
export const clanLibrary = /* nix */ `
{ lib }:
let
  clan = given@{ self ? null, ... }: lib.evalModules {
    class = "clan";
    specialArgs = { inherit self; };
    modules = [ (import ./clan-core.nix { inputs = self.inputs or (given.directory.inputs or { }); }) given ];
  };
in
{
  inherit clan;
  buildClan = given: (clan given).config;
}
`;

/** The options of a clan, and the systems made of them. */
export const clanCore = /* nix */ `
{ inputs }:
{ config, lib, self ? null, ... }:
let
  inherit (builtins) attrNames attrValues concatMap elem filter fromJSON isList isString listToAttrs mapAttrs pathExists readDir readFile substring;
  inherit (lib) mkOption types;
  inherit (config) inventory;

  raw = default: mkOption { inherit default; type = types.raw; };
  openWith = options: types.submodule { inherit options; freeformType = types.lazyAttrsOf types.anything; };
  modules = mkOption { type = types.lazyAttrsOf types.deferredModule; default = { }; };
  namesType = types.coercedTo (types.listOf types.str) (names: lib.genAttrs names (_: { })) (types.attrsOf (openWith { }));

  directory = toString (if config.directory == null then self.outPath or self else config.directory);
  machinesDirectory = "\${directory}/machines";
  folders = if pathExists machinesDirectory then attrNames (lib.filterAttrs (_: kind: kind == "directory") (readDir machinesDirectory)) else [ ];
  inventoryFile = "\${directory}/inventory.json";

  roleType = openWith {
    machines = mkOption { type = namesType; default = { }; };
    tags = mkOption { type = namesType; default = { }; };
    extraModules = mkOption { type = types.listOf types.raw; default = [ ]; };
    settings = raw { };
  };
  instanceType = types.submodule ({ name, ... }: {
    freeformType = types.lazyAttrsOf types.anything;
    options = {
      module = mkOption { type = openWith { name = raw name; input = raw null; }; default = { }; };
      roles = mkOption { type = types.lazyAttrsOf roleType; default = { }; };
    };
  });

  olderType = openWith {
    roles = mkOption { type = types.lazyAttrsOf roleType; default = { }; };
    machines = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    extraModules = mkOption { type = types.listOf types.raw; default = [ ]; };
  };

  # Any of the three may be what names a machine: the first that does is where it stands.
  machines = lib.genAttrs folders (_: null) // mapAttrs (_: _: null) inventory.machines // mapAttrs (_: _: null) config.machines;
  described = name: inventory.machines.\${name} or { };
  classOf = name: (described name).machineClass or "nixos";
  tagsOf = name: (described name).tags or [ ] ++ [ "all" (classOf name) ] ++ filter (tag: isList inventory.tags.\${tag} && elem name inventory.tags.\${tag}) (attrNames inventory.tags);
  concerns = name: role: (role.machines or { }) ? \${name} || builtins.any (tag: if isList (role.tags or { }) then elem tag role.tags else (role.tags or { }) ? \${tag}) (tagsOf name);

  filesOf = name: filter pathExists (map (file: "\${machinesDirectory}/\${name}/\${file}.nix") (
    [ "configuration" ] ++ (if classOf name == "nixos" then [ "hardware-configuration" "disko" ] else [ ])
  ));
  asModule = module: if isString module && substring 0 1 module != "/" then "\${directory}/\${module}" else module;
  core = input: (inputs.clan-core or inputs.clan or (dendriticNative.outside "inputs.clan-core")).\${input};

  # Services of inputs are modules from outside.
  serviceModules = name: instanceName:
    let
      instance = inventory.instances.\${instanceName};
      taken = filter (role: concerns name instance.roles.\${role}) (attrNames instance.roles);
      own = instance.module.input != null && (inputs.\${instance.module.input} or null) ? clan && instance.module.input == "self";
      from = if instance.module.input == null then "clan-core" else instance.module.input;
      service = if own then [ (import ./clan-service.nix {
        inherit lib instanceName instance taken concerns;
        machine = name;
        class = classOf name;
        machineNames = attrNames machines;
        definition = config.modules.\${instance.module.name};
        inherit (config) exports meta;
      }) ] else [ (dendriticNative.outside "inputs.\${from}.clan.modules.\${instance.module.name}") ];
    in
    if taken == [ ] then [ ] else service ++ concatMap (role: map asModule instance.roles.\${role}.extraModules) taken;

  # Before instances came, services stood in the inventory by their name, and were always clan-core's.
  olderModules = name: concatMap (serviceName: concatMap (instance:
    let
      taken = filter (concerns name) (attrValues (instance.roles or { }));
      ofMachine = (instance.machines or { }).\${name} or { };
    in
    if taken == [ ] then [ ]
    else [ (dendriticNative.outside "inputs.clan-core.clanModules.\${serviceName}") ]
      ++ map asModule (instance.extraModules or [ ] ++ ofMachine.extraModules or [ ] ++ concatMap (role: role.extraModules or [ ]) taken)
  ) (attrValues inventory.services.\${serviceName})) (attrNames inventory.services);

  builderOf = name:
    if classOf name == "darwin" then (inputs.nix-darwin or (inputs.darwin or (dendriticNative.outside "inputs.clan-core.inputs.nix-darwin"))).lib.darwinSystem
    else (inputs.nixpkgs or (dendriticNative.outside "inputs.clan-core.inputs.nixpkgs")).lib.nixosSystem;
  moduleOf = name: {
    imports =
      [ (core "\${classOf name}Modules").clanCore ]
      ++ filesOf name
      ++ concatMap (serviceModules name) (attrNames inventory.instances)
      ++ olderModules name
      ++ [ { networking.hostName = lib.mkDefault name; } ];
  };
  systemOf = name: builderOf name {
    specialArgs = { clan-core = inputs.clan-core or (dendriticNative.outside "inputs.clan-core"); self = if self == null then config.directory else self; } // config.specialArgs;
    modules = (if config.machines ? \${name} then [ config.machines.\${name} ] else [ ]) ++ [ (moduleOf name) ];
  };
  systemsOf = class: mapAttrs (name: _: systemOf name) (lib.filterAttrs (name: _: classOf name == class) machines);
in
{
  freeformType = types.lazyAttrsOf types.anything;
  options = {
    self = raw self;
    directory = raw null;
    specialArgs = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    machines = modules;
    modules = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    exports = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    meta = mkOption { type = openWith { }; default = { }; };
    inventory = mkOption {
      default = { };
      type = types.submodule [
        { freeformType = types.lazyAttrsOf types.anything; }
        ({ config, ... }: {
          options = {
            machines = mkOption { type = types.lazyAttrsOf (openWith { tags = mkOption { type = types.listOf types.str; default = [ ]; }; }); default = { }; };
            instances = mkOption { type = types.lazyAttrsOf instanceType; default = { }; };
            services = mkOption { type = types.lazyAttrsOf (types.lazyAttrsOf olderType); default = { }; };
            tags = mkOption {
              default = { };
              type = types.submodule {
                freeformType = types.lazyAttrsOf types.raw;
                _module.args.machines = config.machines;
              };
            };
          };
        })
        (if pathExists inventoryFile then fromJSON (readFile inventoryFile) else { })
      ];
    };
    nixosConfigurations = mkOption { type = types.lazyAttrsOf types.raw; default = systemsOf "nixos"; };
    darwinConfigurations = mkOption { type = types.lazyAttrsOf types.raw; default = systemsOf "darwin"; };
    clanInternals = raw (dendriticNative.outside "clanInternals");
  };
}
`;

/** The module that a service of the flake's own gives to a machine, for one instance: `perInstance` of its roles, and `perMachine`. */
export const clanService = /* nix */ `
{ lib, instanceName, instance, taken, concerns, machine, class, machineNames, definition, exports, meta }:
let
  inherit (builtins) attrNames filter listToAttrs mapAttrs;
  inherit (lib) mkOption types;

  raw = default: mkOption { inherit default; type = types.raw; };
  deferred = mkOption { type = types.deferredModule; default = { }; };
  open = { freeformType = types.lazyAttrsOf types.raw; };

  service = (lib.evalModules {
    class = "clan.service";
    specialArgs = { inherit exports meta; clanLib = dendriticNative.outside "clanLib"; };
    modules = [
      definition
      {
        options = {
          manifest = mkOption { type = types.submodule open; default = { }; };
          roles = mkOption {
            default = { };
            type = types.lazyAttrsOf (types.submodule {
              imports = [ open ];
              options = { interface = deferred; perInstance = deferred; };
            });
          };
          perMachine = deferred;
          exports = raw { };
        };
      }
    ];
  }).config;

  settingsOf = role: name: (lib.evalModules {
    modules = [ service.roles.\${role}.interface instance.roles.\${role}.settings (instance.roles.\${role}.machines.\${name}.settings or { }) ];
  }).config;
  membersOf = role: filter (name: concerns name instance.roles.\${role}) machineNames;
  roles = mapAttrs (role: _: {
    machines = listToAttrs (map (name: { inherit name; value.settings = settingsOf role name; }) (membersOf role));
    settings = settingsOf role machine;
  }) (lib.intersectAttrs service.roles instance.roles);
  scope = {
    inherit exports meta roles instanceName;
    machine = { name = machine; roles = taken; };
    mkExports = value: { };
  };
  given = specialArgs: module: (lib.evalModules {
    inherit specialArgs;
    modules = [ module open { options = { nixosModule = deferred; darwinModule = deferred; exports = raw { }; }; } ];
  }).config.\${"\${class}Module"};
in
{
  imports =
    map (role: given (scope // {
      settings = settingsOf role machine;
      extendSettings = module: (lib.evalModules { modules = [ service.roles.\${role}.interface instance.roles.\${role}.settings module ]; }).config;
    }) service.roles.\${role}.perInstance) (filter (role: service.roles ? \${role}) taken)
    ++ [ (given (scope // { instances.\${instanceName} = { inherit roles; }; }) service.perMachine) ];
}
`;
