# den's flake module (https://github.com/vic/den, https://den.oeiuwq.com) before policies came on 2026-05-09, written from its
# documentation and behaviour: options for hosts, homes and aspects, and the outputs made of them. `settings` say what the pinned revision
# does (../../../models.ts has the dates): `homes`, a host takes Home Manager as soon as a user has that class; `plainUsers`, users have no
# such class by default; `hostAspects`, users also get the Home Manager modules of their host's aspects; `references`, hosts hold aspects
# instead of their names; `outputs`, it declares `flake` where flake-parts does not; `effects`, what functions give counts for where it is
# written.
# Left out: descriptions, and checks of what is defined.
settings:
{ config, inputs, lib, ... }:
let
  inherit (builtins) attrNames attrValues concatMap filter head isList isString length listToAttrs map split;
  inherit (lib) mkOption types;
  inherit (config) den;
  aspects = import ../../aspects.nix { inherit lib; isEffect = settings.effects; };
  library = import ./library.nix { inherit aspects config lib settings; };

  text = default: mkOption { inherit default; type = types.str; };
  raw = default: mkOption { inherit default; type = types.raw; };
  modules = mkOption { type = types.lazyAttrsOf types.deferredModule; default = { }; };
  entity = kind: {
    freeformType = types.attrsOf types.anything;
    imports = [ (den.base.conf or { }) (den.base.${kind} or { }) (den.schema.conf or { }) (den.schema.${kind} or { }) ];
    options.includes = mkOption { type = types.listOf types.raw; default = [ ]; };
  };
  aspectNamed = name: let called = dendriticNative.calledSo name; in if settings.references then den.aspects.${called} or { } else called;
  # Hosts stand below their system, or name it themselves.
  isEntity = x: builtins.isAttrs x && builtins.any (name: x ? ${name}) [ "system" "class" "users" "aspect" ];
  bySystem = entityType: types.attrsOf (types.either (types.addCheck (entityType "x86_64-linux") isEntity) (
    types.submodule ({ name, ... }: { freeformType = types.attrsOf (entityType name); })
  ));

  builders = {
    nixos = inputs.nixpkgs.lib.nixosSystem;
    darwin = (inputs.darwin or inputs.nix-darwin).lib.darwinSystem;
    systemManager = inputs.system-manager.lib.makeSystemConfig;
    homeManager = inputs.home-manager.lib.homeManagerConfiguration;
  };
  outputs = {
    nixos = "nixosConfigurations";
    darwin = "darwinConfigurations";
    systemManager = "systemConfigs";
    homeManager = "homeConfigurations";
  };

  hostType = system: types.submodule ({ name, config, ... }: {
    imports = [ (entity "host") ];
    config._module.args.host = config;
    options = {
      name = text name;
      hostName = text config.name;
      system = text system;
      class = text (if lib.hasSuffix "darwin" config.system then "darwin" else "nixos");
      aspect = raw (aspectNamed config.name);
      description = text "${config.class}.${config.hostName}@${config.system}";
      users = mkOption { type = types.attrsOf (userType config); default = { }; };
      instantiate = raw builders.${config.class};
      intoAttr = raw [ outputs.${config.class} config.name ];
      mainModule = raw { imports = library.hostModules config; };
      resolved = raw (library.aspectOf config);
    };
  });

  userType = host: types.submodule ({ name, config, ... }: {
    imports = [ (entity "user") ];
    config._module.args = { inherit host; user = config; };
    options = {
      name = text name;
      userName = text config.name;
      class = text "homeManager";
      classes = mkOption { type = types.listOf types.str; default = if settings.plainUsers then [ "user" ] else [ config.class ]; };
      aspect = raw (aspectNamed config.name);
      host = raw host;
      resolved = raw (library.aspectOf config);
    };
  });

  homeType = system: types.submodule ({ name, config, ... }:
    let
      parts = split "@" name;
      userName = if hostName == null then name else head parts;
      hostName = if length parts > 1 then lib.last parts else null;
      host = if hostName == null then null else den.hosts.${system}.${hostName} or null;
      user = if host == null then null else host.users.${userName} or null;
    in
    {
      imports = [ (entity "home") ];
      config._module.args.home = config;
      options = {
        name = text (if settings.references then userName else name);
        userName = text (if settings.references then userName else name);
        hostName = raw hostName;
        host = raw host;
        user = raw user;
        system = text system;
        class = text "homeManager";
        classes = raw [ config.class ];
        aspect = raw (aspectNamed config.name);
        description = text "home.${config.userName}@${config.system}";
        pkgs = raw (dendriticNative.outside "pkgs");
        instantiate = raw builders.${config.class};
        intoAttr = raw [ outputs.${config.class} name ];
        mainModule = raw { imports = library.homeModules config; };
        resolved = raw (library.aspectOf config);
      };
    });

  entities = found: concatMap (x: if x ? mainModule then [ x ] else attrValues x) (attrValues found);
  hosts = entities den.hosts;
  homes = entities den.homes;

  placed = entity: value:
    let path = if isList entity.intoAttr then entity.intoAttr else [ entity.intoAttr entity.name ]; in
    if path == [ ] then [ ] else [ { inherit entity path value; } ];
  systems =
    concatMap (host: placed host (host.instantiate {
      modules = library.hostModules host ++ [ { nixpkgs.hostPlatform = lib.mkDefault host.system; } ];
    })) hosts
    ++ concatMap (home: placed home (home.instantiate { inherit (home) pkgs; modules = library.homeModules home; })) homes;
  # The output's attribute stands where the host is defined.
  named = entity: name: value:
    let siblings = den.hosts // (den.hosts.${entity.system} or { }) // (den.homes.${entity.system} or { }); in
    if siblings ? ${name} then builtins.intersectAttrs { ${name} = null; } (builtins.mapAttrs (_: _: value) siblings) else { ${name} = value; };
  added = result: { path, entity, value }:
    let output = head path; in
    if length path == 1 then result // { ${output} = value; }
    else result // { ${output} = (result.${output} or { }) // (if length path == 2 then named entity (lib.last path) value else lib.setAttrByPath (lib.tail path) value); };
in
{
  imports = lib.optional (settings.outputs && !(inputs ? flake-parts)) (import ../outputs.nix).flake;
  options = {
    den = {
      hosts = mkOption { type = bySystem hostType; default = { }; };
      homes = mkOption { type = bySystem homeType; default = { }; };
      aspects = mkOption { type = aspects.aspectsType; default = { }; };
      default = mkOption { type = aspects.aspectType; default = { }; };
      ctx = mkOption { type = types.lazyAttrsOf aspects.aspectType; default = { }; apply = library.stages; };
      base = modules;
      schema = modules;
      provides = mkOption { type = aspects.aspectsType; default = { }; };
      _ = mkOption { type = aspects.aliasType; apply = _: config.den.provides; };
      batteries = mkOption { type = aspects.aliasType; apply = _: config.den.provides; };
      ful = mkOption { type = types.lazyAttrsOf aspects.aspectsType; default = { }; };
      lib = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
      systems = mkOption { type = types.listOf types.str; default = attrNames den.hosts ++ attrNames den.homes; };
      fxPipeline = raw true;
      classes = raw { };
      policies = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
    };
    flake.denful = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
  };
  config = {
    _module.args.den = config.den;
    den.lib = library.lib // dendriticNative.outside "den.lib";
    den.provides = library.batteries;
    den.ctx = lib.genAttrs [ "host" "home" "user" ] (_: { });
    den.aspects = listToAttrs (map (name: { inherit name; value = { }; }) (
      filter isString (map (entity: if settings.references then entity.name else entity.aspect) (hosts ++ homes ++ concatMap (host: attrValues host.users) hosts))
    ));
    flake = lib.foldl' added { } systems;
  };
}
