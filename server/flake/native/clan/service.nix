# The module that a service of the flake's own gives to a machine, for one instance (clan-core, all revisions): `perInstance` of its roles,
# and `perMachine`. Left out: exports.
{ lib, instanceName, instance, taken, concerns, machine, class, machineNames, definition, exports, meta }:
let
  inherit (builtins) filter listToAttrs mapAttrs;
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
    modules = [ service.roles.${role}.interface instance.roles.${role}.settings (instance.roles.${role}.machines.${name}.settings or { }) ];
  }).config;
  membersOf = role: filter (name: concerns name instance.roles.${role}) machineNames;
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
  }).config.${"${class}Module"};
in
{
  imports =
    map (role: given (scope // {
      settings = settingsOf role machine;
      extendSettings = module: (lib.evalModules { modules = [ service.roles.${role}.interface instance.roles.${role}.settings module ]; }).config;
    }) service.roles.${role}.perInstance) (filter (role: service.roles ? ${role}) taken)
    ++ [ (given (scope // { instances.${instanceName} = { inherit roles; }; }) service.perMachine) ];
}
