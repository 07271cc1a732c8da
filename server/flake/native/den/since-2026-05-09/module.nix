# den's flake module (https://github.com/vic/den, https://den.denful.dev) since 2026-05-09, written from its documentation and
# behaviour: options for entities, aspects, policies and quirks, and the outputs made of them.
# Left out: validators and methods of kinds, descriptions, diagrams.
{ config, inputs, lib, ... }:
let
  inherit (builtins) attrNames attrValues concatMap elem filter head isAttrs isList isString length listToAttrs map mapAttrs match removeAttrs split;
  inherit (lib) mkOption types;
  inherit (config) den;
  aspects = import ../../aspects.nix { inherit lib; deep = true; classes = attrNames den.classes; quirks = attrNames den.quirks; reserved = den.reservedKeys; };
  pipeline = import ./pipeline.nix { inherit aspects config lib; };
  policies = import ./policies.nix { inherit lib; };
  library = import ./library.nix { inherit aspects config inputs lib pipeline policies; };

  text = default: mkOption { inherit default; type = types.str; };
  raw = default: mkOption { inherit default; type = types.raw; };

  # -- schema: what is known of each kind of entity --

  collections = [ "includes" "excludes" "isEntity" "isolated" "parent" "collisionPolicy" "methods" "validators" ];
  kindType = lib.mkOptionType {
    name = "kind of entity";
    check = _: true;
    merge = loc: definitions:
      let
        kind = lib.last loc;
        sets = filter (definition: isAttrs definition.value) definitions;
        gathered = name: concatMap (definition: definition.value.${name} or [ ]) sets;
        last = name: default: lib.foldl' (found: definition: definition.value.${name} or found) default sets;
        stripped = map (definition: if isAttrs definition.value then definition // { value = removeAttrs definition.value collections; } else definition) definitions;
        module = types.deferredModule.merge loc stripped;
      in
      {
        inherit kind module;
        __functor = _: { ... }: { imports = [ module ]; };
        includes = gathered "includes";
        excludes = gathered "excludes";
        parent = last "parent" null;
        isolated = last "isolated" false;
        isEntity = last "isEntity" false || builtins.any (definition: !(isAttrs definition.value) || definition.value != { }) stripped;
      };
  };
  policyType = types.lazyAttrsOf (lib.mkOptionType {
    name = "policy";
    check = _: true;
    merge = loc: definitions:
      let value = (lib.last definitions).value; in
      if isAttrs value && value.__isPolicy or false then value // { name = lib.last loc; }
      else { __isPolicy = true; name = lib.last loc; fn = value; };
  });

  # -- entities --

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
  aspectNamed = name: den.aspects.${dendriticNative.calledSo name} or { };

  instance = kind: modules: types.submodule ({ name, config, ... }: {
    freeformType = types.attrsOf types.anything;
    imports = [ den.schema.conf.module (den.schema.${kind} or { module = { }; }).module ] ++ modules;
    config._module.args.${kind} = config;
    options = {
      name = text name;
      id_hash = text "${kind}:${config.name}";
      collisionPolicy = raw null;
      aspect = raw (aspectNamed config.name);
      resolved = raw (pipeline.resolveEntity kind ({ ${kind} = config; }));
      hasAspect = raw (pipeline.hasAspect (pipeline.alone kind config).walked.seen);
    };
  });

  hasClass = class: host: builtins.any (user: elem class user.classes) (attrValues host.users);
  environment = name: class: { config, ... }: {
    options.${name} = {
      enable = mkOption { type = types.bool; default = hasClass class config; };
      module = mkOption { type = types.deferredModule; default = { imports = [ (dendriticNative.outside "inputs.${name}.${config.class}Modules") ]; }; };
    };
  };

  hostType = system: instance "host" [
    ({ config, ... }: {
      imports = [ (environment "home-manager" "homeManager") (environment "hjem" "hjem") (environment "nix-maid" "maid") ];
      options = {
        hostName = text config.name;
        system = text system;
        class = text (if lib.hasSuffix "darwin" config.system then "darwin" else "nixos");
        description = text "${config.class}.${config.hostName}@${config.system}";
        users = mkOption { type = types.attrsOf (userType config); default = { }; };
        wsl = {
          enable = mkOption { type = types.bool; default = false; };
          module = mkOption { type = types.deferredModule; default = { imports = [ (dendriticNative.outside "inputs.nixos-wsl.nixosModules.default") ]; }; };
        };
        instantiate = raw builders.${config.class};
        intoAttr = raw [ outputs.${config.class} config.name ];
        mainModule = raw { imports = pipeline.systemModules config (pipeline.alone "host" config); };
      };
    })
  ];

  userType = host: instance "user" [
    ({ config, ... }: {
      config._module.args.host = host;
      options = {
        userName = text config.name;
        classes = mkOption { type = types.listOf types.str; default = [ "user" ]; };
        host = raw host;
      };
    })
  ];

  homeType = system: instance "home" [
    ({ name, config, ... }:
      let
        parts = filter isString (split "@" name);
        hostName = if length parts > 1 then lib.last parts else null;
        declared = if hostName == null then null else hosts.${hostName} or null;
        user = if declared == null then null else declared.users.${head parts} or null;
        host = if declared != null then declared else if hostName == null then null else { name = hostName; };
      in
      {
        config.name = lib.mkForce (if hostName == null then name else head parts);
        config._module.args = { inherit host user; };
        options = {
          userName = text (head parts);
          hostName = raw hostName;
          host = raw host;
          user = raw user;
          system = text system;
          class = text "homeManager";
          description = text "home.${config.name}@${config.system}";
          pkgs = raw (dendriticNative.outside "pkgs");
          instantiate = raw builders.${config.class};
          intoAttr = raw [ outputs.${config.class} name ];
          mainModule = raw { imports = pipeline.systemModules config (pipeline.alone "home" config); };
        };
      })
  ];

  # Hosts and homes stand below their system, or name it themselves.
  isSystem = name: match "[a-z0-9_]+-(linux|darwin|freebsd|none|windows|cygwin|netbsd|openbsd|genode)" name != null;
  bySystem = entityType: types.attrsOf (types.either (types.addCheck (entityType "x86_64-linux") (x: isAttrs x && x ? system && isString x.system)) (
    types.submodule ({ name, ... }: { freeformType = types.attrsOf (entityType name); })
  ));
  flat = found: listToAttrs (concatMap (name:
    if found.${name} ? mainModule then [ { inherit name; value = found.${name}; } ]
    else map (name': { name = name'; value = found.${name}.${name'}; }) (attrNames found.${name})
  ) (attrNames found));
  hosts = flat den.hosts;
  grouped = found: lib.foldl' (groups: name:
    if found.${name} ? mainModule then groups // { ${found.${name}.system} = (groups.${found.${name}.system} or { }) // { ${name} = found.${name}; }; }
    else groups // { ${name} = (groups.${name} or { }) // found.${name}; }
  ) { } (attrNames found);

  # -- outputs --

  requests = pipeline.requests ++ others;
  pathOf = entity: if isList entity.intoAttr then entity.intoAttr else [ entity.intoAttr entity.name ];
  # Homes of one name on several systems are told apart by them.
  isTwice = path: length (filter (request: pathOf request.entity == path) requests) > 1;
  placed = { entity, scope, doubt ? null }:
    let
      plain = pathOf entity;
      path = if isHome && plain != [ ] && isTwice plain then lib.init plain ++ [ "${lib.last plain}@${entity.system}" ] else plain;
      modules =
        if scope == null then [ { imports = dendriticNative.unknown "den instantiates an entity that no policy of the same scope resolves"; } ]
        else pipeline.systemModules entity scope ++ (if doubt == null then [ ] else [ { imports = dendriticNative.unknown doubt; } ]);
      isHome = entity ? pkgs;
      given = if isHome then { inherit (entity) pkgs; inherit modules; } else { modules = modules ++ [ { nixpkgs.hostPlatform = lib.mkDefault entity.system; } ]; };
    in
    if path == [ ] then [ ] else [ { inherit entity path; value = entity.instantiate given; } ];
  # Entities that nobody is known to build, where not everybody is known who builds.
  others = if !pipeline.isOpen then [ ] else concatMap (kind:
    map (entity: { inherit entity; scope = pipeline.alone kind entity; doubt = "which of den's policies builds it"; }) (
      filter (entity: !(builtins.any (request: request.entity.name or null == entity.name && request.entity.intoAttr or null == entity.intoAttr) pipeline.requests))
        (if kind == "host" then attrValues hosts else attrValues (flat den.homes))
    )
  ) [ "host" "home" ];

  # The output's attribute stands where the entity is defined.
  named = entity: name: value:
    let siblings = den.hosts // (den.hosts.${entity.system} or { }) // (den.homes.${entity.system} or { }); in
    if siblings ? ${name} then builtins.intersectAttrs { ${name} = null; } (mapAttrs (_: _: value) siblings) else { ${name} = value; };
  added = result: { path, entity, value }:
    let output = head path; in
    if length path == 1 then result // { ${output} = value; }
    else result // { ${output} = (result.${output} or { }) // (if length path == 2 then named entity (lib.last path) value else lib.setAttrByPath (lib.tail path) value); };

  # What an aspect provides can be reached as if it stood in the aspect itself.
  withProvided = mapAttrs (_: aspect:
    if isAttrs aspect && aspect ? __aspect then removeAttrs aspect.provides [ "includes" ] // aspect // { __holder = aspect; } else aspect
  );
in
{
  imports = lib.optional (!(inputs ? flake-parts)) (import ../outputs.nix).flake;
  options = {
    den = {
      hosts = mkOption { type = bySystem hostType; default = { }; };
      homes = mkOption { type = bySystem homeType; default = { }; };
      aspects = mkOption { type = aspects.aspectsType; default = { }; apply = withProvided; };
      default = mkOption { type = aspects.aspectType; default = { }; };
      ctx = mkOption { type = types.lazyAttrsOf aspects.aspectType; default = { }; };
      schema = mkOption { type = types.lazyAttrsOf kindType; default = { }; };
      policies = mkOption { type = policyType; default = { }; };
      quirks = mkOption {
        type = types.lazyAttrsOf (types.submodule { freeformType = types.lazyAttrsOf types.raw; });
        default = { };
        apply = mapAttrs (name: quirk: quirk // { inherit name; });
      };
      classes = mkOption { type = types.lazyAttrsOf (types.submodule { freeformType = types.lazyAttrsOf types.raw; }); default = { }; };
      reservedKeys = mkOption { type = types.listOf types.str; default = [ ]; };
      config = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
      batteries = mkOption { type = aspects.aspectsType; default = { }; };
      provides = mkOption { type = aspects.aliasType; apply = _: config.den.batteries; };
      _ = mkOption { type = aspects.aliasType; apply = _: config.den.batteries; };
      ful = mkOption { type = types.lazyAttrsOf aspects.aspectsType; default = { }; apply = found: found // den.namespaces; };
      namespaces = mkOption { type = types.lazyAttrsOf types.raw; default = { }; internal = true; };
      lib = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
      systems = mkOption { type = types.listOf types.str; default = lib.unique (attrNames (grouped den.hosts) ++ attrNames (grouped den.homes)); };
    };
    flake.denful = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
  };
  config = {
    _module.args.den = config.den;
    den.lib = library.lib // dendriticNative.outside "den.lib";
    den.batteries = library.batteries;
    den.classes = lib.genAttrs [ "nixos" "darwin" "homeManager" "hjem" "maid" "os" "user" "wsl" "packages" "apps" "checks" "devShells" "legacyPackages" ] (_: { });
    den.schema = {
      conf = { };
      fleet = { };
      flake = { isEntity = true; includes = [ den.policies.flake-to-systems ]; };
      flake-system = { isEntity = true; includes = [ den.policies.system-to-os-outputs den.policies.system-to-hm-outputs ]; };
      flake-parts.isEntity = true;
      host = { isEntity = true; includes = [ den.policies.host-to-users den.default ]; };
      user = { isEntity = true; parent = "host"; includes = [ den.default ]; };
      home = { isEntity = true; parent = "host"; includes = [ den.default ]; };
    };
    den.policies = {
      flake-to-systems = _: map (system: policies.resolve.to "flake-system" { inherit system; }) den.systems;
      system-to-os-outputs = { system, ... }: concatMap (host: [ (policies.resolve.to "host" { inherit host; }) (policies.instantiate host) ]) (attrValues ((grouped den.hosts).${system} or { }));
      system-to-hm-outputs = { system, ... }: concatMap (home: [ (policies.resolve.to "home" { inherit home; }) (policies.instantiate home) ]) (attrValues ((grouped den.homes).${system} or { }));
      host-to-users = { host, ... }:
        let provided = host.aspect.provides or { }; in
        concatMap (user:
          [ (policies.resolve.shared { inherit user; }) ]
          ++ (if isAttrs host.aspect && host.aspect ? ${user.name} && !(provided ? ${user.name}) then [ (policies.include host.aspect.${user.name}) ] else [ ])
        ) (attrValues host.users);
      os-to-host = { host, ... }: if elem (host.class or "") [ "nixos" "darwin" ] then [ (policies.route { fromClass = "os"; intoClass = host.class; }) ] else [ ];
      user-to-host = { user, host, ... }: if host ? class then [ (policies.route { fromClass = "user"; intoClass = host.class; path = [ "users" "users" user.userName ]; }) ] else [ ];
    };
    den.default.includes = [ den.policies.os-to-host den.policies.user-to-host ];
    flake = lib.foldl' added { } (concatMap placed requests);
  };
}
