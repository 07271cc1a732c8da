# The options of a clan (clan-core, all revisions), and the systems made of them: machines come from `clan.machines`, the inventory, and the
# folders of `machines/`.
# Left out: variables, exports between services, and the modules of services that inputs bring, which are modules from outside.
{ inputs }:
{ config, lib, self ? null, ... }:
let
  inherit (builtins) attrNames attrValues concatMap elem filter fromJSON isList isString mapAttrs pathExists readDir readFile substring;
  inherit (lib) mkOption types;
  inherit (config) inventory;

  raw = default: mkOption { inherit default; type = types.raw; };
  openWith = options: types.submodule { inherit options; freeformType = types.lazyAttrsOf types.anything; };
  modules = mkOption { type = types.lazyAttrsOf types.deferredModule; default = { }; };
  namesType = types.coercedTo (types.listOf types.str) (names: lib.genAttrs names (_: { })) (types.attrsOf (openWith { }));

  directory = toString (if config.directory == null then self.outPath or self else config.directory);
  machinesDirectory = "${directory}/machines";
  folders = if pathExists machinesDirectory then attrNames (lib.filterAttrs (_: kind: kind == "directory") (readDir machinesDirectory)) else [ ];
  inventoryFile = "${directory}/inventory.json";

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
  described = name: inventory.machines.${name} or { };
  classOf = name: (described name).machineClass or "nixos";
  tagsOf = name: (described name).tags or [ ] ++ [ "all" (classOf name) ] ++ filter (tag: isList inventory.tags.${tag} && elem name inventory.tags.${tag}) (attrNames inventory.tags);
  concerns = name: role: (role.machines or { }) ? ${name} || builtins.any (tag: if isList (role.tags or { }) then elem tag role.tags else (role.tags or { }) ? ${tag}) (tagsOf name);

  filesOf = name: filter pathExists (map (file: "${machinesDirectory}/${name}/${file}.nix") (
    [ "configuration" ] ++ (if classOf name == "nixos" then [ "hardware-configuration" "disko" ] else [ ])
  ));
  asModule = module: if isString module && substring 0 1 module != "/" then "${directory}/${module}" else module;
  core = input: (inputs.clan-core or inputs.clan or (dendriticNative.outside "inputs.clan-core")).${input};

  # Services of inputs are modules from outside.
  serviceModules = name: instanceName:
    let
      instance = inventory.instances.${instanceName};
      taken = filter (role: concerns name instance.roles.${role}) (attrNames instance.roles);
      own = instance.module.input != null && (inputs.${instance.module.input} or null) ? clan && instance.module.input == "self";
      from = if instance.module.input == null then "clan-core" else instance.module.input;
      service = if own then [ (import ./service.nix {
        inherit lib instanceName instance taken concerns;
        machine = name;
        class = classOf name;
        machineNames = attrNames machines;
        definition = config.modules.${instance.module.name};
        inherit (config) exports meta;
      }) ] else [ (dendriticNative.outside "inputs.${from}.clan.modules.${instance.module.name}") ];
    in
    if taken == [ ] then [ ] else service ++ concatMap (role: map asModule instance.roles.${role}.extraModules) taken;

  # Before instances came, services stood in the inventory by their name, and were always clan-core's.
  olderModules = name: concatMap (serviceName: concatMap (instance:
    let
      taken = filter (concerns name) (attrValues (instance.roles or { }));
      ofMachine = (instance.machines or { }).${name} or { };
    in
    if taken == [ ] then [ ]
    else [ (dendriticNative.outside "inputs.clan-core.clanModules.${serviceName}") ]
      ++ map asModule (instance.extraModules or [ ] ++ ofMachine.extraModules or [ ] ++ concatMap (role: role.extraModules or [ ]) taken)
  ) (attrValues inventory.services.${serviceName})) (attrNames inventory.services);

  builderOf = name:
    if classOf name == "darwin" then (inputs.nix-darwin or (inputs.darwin or (dendriticNative.outside "inputs.clan-core.inputs.nix-darwin"))).lib.darwinSystem
    else (inputs.nixpkgs or (dendriticNative.outside "inputs.clan-core.inputs.nixpkgs")).lib.nixosSystem;
  moduleOf = name: {
    imports =
      [ (core "${classOf name}Modules").clanCore ]
      ++ filesOf name
      ++ concatMap (serviceModules name) (attrNames inventory.instances)
      ++ olderModules name
      ++ [ { networking.hostName = lib.mkDefault name; } ];
  };
  systemOf = name: builderOf name {
    specialArgs = { clan-core = inputs.clan-core or (dendriticNative.outside "inputs.clan-core"); self = if self == null then config.directory else self; } // config.specialArgs;
    modules = (if config.machines ? ${name} then [ config.machines.${name} ] else [ ]) ++ [ (moduleOf name) ];
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
