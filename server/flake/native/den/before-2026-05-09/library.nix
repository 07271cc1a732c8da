# den's library and batteries (`den.lib`, `den.provides`) before 2026-05-09, and which modules hosts and homes are made of.
# Left out: `den.lib.nh`, which makes packages, and the forwarding of classes by guards or adapters.
{ aspects, config, lib, settings }:
let
  inherit (builtins) any attrNames attrValues concatMap elem filter head isAttrs isList isString map mapAttrs pathExists removeAttrs;
  inherit (aspects) argumentsOf isCallable modulesOf;
  inherit (config) den;

  aspectOf = entity: if isString entity.aspect then den.aspects.${entity.aspect} or { } else entity.aspect;
  stage = name: [ (den.ctx.${name} or { }) ];
  has = class: user: elem class user.classes;

  # Stages that den has itself lead to one another as modelled below; what a flake adds to that is not known.
  ownStages = [ "default" "host" "user" "home" "hm-host" "hm-user" "hjem-host" "hjem-user" "maid-host" "maid-user" "wsl-host" "flake" "flake-system" ];
  unknownStages = { imports = dendriticNative.unknown "stages of den.ctx that the flake makes itself"; };
  doubts = if any (name: den.ctx.${name} ? conf) (attrNames den.ctx) then [ unknownStages ] else [ ];

  # The modules of the stages that a flake makes itself, entered from a stage with a context.
  entered = classes: from: context:
    let
      stage = den.ctx.${from} or { };
      next = if stage ? into then stage.into context else { };
      enter = name: inner:
        let
          to = den.ctx.${name} or { };
          own = to.provides.${name} or { };
          crossing = if stage.provides ? ${name} then stage.provides.${name} context else { };
        in
        modulesOf { inherit classes; contexts = [ inner ]; } [ to own crossing ] ++ entered classes name inner;
    in
    concatMap (name:
      if elem name ownStages || !(isList next.${name}) then (if next.${name} == [ ] || next.${name} == { } then [ ] else [ unknownStages ])
      else concatMap (enter name) next.${name}
    ) (attrNames next);

  # A stage can be asked for by itself, too: all that makes a host or a home.
  stages = mapAttrs (name: found:
    if name == "host" then found // { __functor = _: { host, ... }: { ${host.class}.imports = hostModules host; }; }
    else if name == "home" then found // { __functor = _: { home, ... }: { ${home.class}.imports = homeModules home; }; }
    else found
  );

  systemClasses = host: [ host.class "os" ] ++ (if host.class == "nixos" then [ "wsl" ] else [ ]);
  environments = [
    { class = "homeManager"; stage = "hm"; input = "home-manager"; path = user: [ "home-manager" "users" user.userName ]; }
    { class = "hjem"; stage = "hjem"; input = "hjem"; path = user: [ "hjem" "users" user.userName ]; }
  ];

  hostModules = host:
    let
      OS = aspectOf host;
      classes = systemClasses host;
      users = attrValues host.users;
      context = { inherit OS host; };
      hasHomes = elem host.class [ "nixos" "darwin" ] && any (has "homeManager") users;
      contexts = [ context ] ++ (if hasHomes then [ { HM-OS-HOST = context; } ] else [ ]);
      ofHost = modulesOf { inherit classes contexts; } [ den.default OS (stage "host") host.includes ];
      ofUser = user:
        let contexts = [ { inherit OS host user; } ]; in
        modulesOf { classes = classes ++ [ "user" ]; inherit contexts; } [ (aspectOf user) (stage "user") user.includes ]
        ++ modulesOf { inherit classes contexts; own = false; } [ den.default ]
        ++ entered classes "user" { inherit host user; };
    in
    ofHost ++ concatMap ofUser users ++ entered classes "host" { inherit host; } ++ (if settings.homes then concatMap (environmentModules host users) environments else [ ]) ++ doubts;

  environmentModules = host: users: environment:
    let
      found = filter (has environment.class) users;
      module = host.${environment.input}.module or (host.hm-module or (dendriticNative.outside "inputs.${environment.input}.${host.class}Modules.default"));
      enabled = host.${environment.input}.enable or true;
    in
    if found == [ ] || !enabled then [ ]
    else [ module ]
      ++ modulesOf { classes = systemClasses host; contexts = [ { inherit host; } ]; } [ (stage "${environment.stage}-host") ]
      ++ map (user: lib.setAttrByPath (environment.path user) { imports = userModules environment host user; }) found;

  userModules = environment: host: user:
    let
      HM = aspectOf user;
      OS = aspectOf host;
      contexts = [ { inherit HM host user; } ];
    in
    modulesOf { classes = [ environment.class ]; inherit contexts; } [ den.default HM (stage "user") (stage "${environment.stage}-user") user.includes ]
    ++ (if settings.hostAspects then modulesOf { classes = [ environment.class ]; contexts = [ { inherit OS host user; } ]; } [ OS ] else [ ]);

  homeModules = home:
    let HM = aspectOf home; in
    modulesOf { classes = [ home.class ]; contexts = [ { inherit HM home; } ]; } [ den.default HM (stage "home") home.includes ]
    ++ entered [ home.class ] "home" { inherit home; }
    ++ doubts;

  homeManager = { HM-OS-HOST }:
    let inherit (HM-OS-HOST) host; in
    { ${host.class}.imports = environmentModules host (attrValues host.users) (head environments); };

  only = f: {
    __functor = _: context: f context;
    __functionArgs = argumentsOf f // { __exactly = true; };
  };
  canTake = context: f:
    let arguments = argumentsOf f; in
    isCallable f && isAttrs context && builtins.all (name: arguments.${name} || context ? ${name}) (attrNames arguments);
  taken = test: f: context: if test context f then f context else { };
  exactly = context: f: canTake context f && filter (name: !(argumentsOf f).${name}) (attrNames (argumentsOf f)) == attrNames context;
  bound = context: aspect: { __context = context; includes = [ aspect ]; };
  restricted = aspect: aspect // { includes = map (f: if isCallable f && !(f ? __aspect) then only f else f) (aspect.includes or [ ]); };

  forward = { each, fromClass, intoClass, intoPath, fromAspect ? (item: item), mapModule ? (_: module: module), ... }: {
    includes = map (item:
      let
        path = intoPath item;
        modules = map (mapModule item) (modulesOf { classes = [ (fromClass item) ]; contexts = [ { } ]; } (fromAspect item));
        inSlot = builtins.isList path && path != [ ] && elem (head path) [ "home-manager" "hjem" "containers" "microvm" ];
      in
      { ${intoClass item} = if inSlot then lib.setAttrByPath path { imports = modules; } else { imports = modules; }; }
    ) each;
  };

  bracketed = _: name:
    let
      path = lib.splitString "." (builtins.replaceStrings [ "/" ] [ ".provides." ] name);
      first = head path;
      rest = builtins.tail path;
      below = if rest != [ ] && head rest == "provides" then builtins.tail rest else rest;
    in
    if first == "den" then lib.getAttrFromPath rest den
    else if den.aspects ? ${first} then lib.getAttrFromPath path den.aspects
    else if den.ful ? ${first} then lib.getAttrFromPath below config.${first}
    else throw "Aspect not found: ${lib.concatStringsSep "." path}";

  perSystemArgument = argument:
    let module = class: { ${class}._module.args.${argument} = dendriticNative.outside argument; }; in
    {
      includes = [
        (only ({ host }: module host.class))
        (only ({ host, user }: { includes = map module user.classes; }))
        (only ({ home }: module home.class))
      ];
    };
  mutual = only ({ host, user }:
    let
      from = aspectOf user;
      to = aspectOf host;
      others = map aspectOf (filter (other: other.name != user.name) (attrValues host.users));
      given = aspect: name: aspect.provides.${name} or { };
    in
    {
      includes = [ (given to user.name) (given from host.name) (given to "to-users") (given from "to-hosts") ]
        ++ concatMap (other: [ (given other user.name) (given other "to-users") ]) others;
    });
  namesOf = option: { __functor = _: names: { class, aspect-chain }: { ${class}.${option}.packages = names; }; };
  defined = { host, user, ... }: {
    nixos.users.users.${user.userName}.isNormalUser = true;
    darwin.users.users.${user.userName}.name = user.userName;
    homeManager.home.username = user.userName;
  };
  importTree = root: { class, aspect-chain }:
    let path = "${toString root}/_${class}"; in
    if pathExists path then { ${class}.imports = [ (config._module.args.inputs.import-tree or (dendriticNative.outside "import-tree") path) ]; } else { };
in
{
  inherit aspectOf hostModules homeModules stages;
  lib = {
    parametric = {
      __functor = _: aspect: aspect;
      atLeast = aspect: aspect;
      exactly = restricted;
      expands = bound;
      withOwn = _: aspect: aspect;
      deep = _: aspect: aspect;
      fixedTo = {
        __functor = _: bound;
        exactly = context: aspect: bound context (restricted aspect);
        atLeast = bound;
        upTo = bound;
      };
    };
    take = {
      __functor = _: taken;
      unused = _: used: used;
      exactly = only;
      atLeast = f: f;
      upTo = f: f;
    };
    canTake = { __functor = _: canTake; atLeast = canTake; upTo = canTake; inherit exactly; };
    owned = aspect: removeAttrs aspect [ "includes" "__functor" "__functionArgs" "__parts" ];
    statics = aspect: aspect;
    isFn = isCallable;
    perHost = aspect: { includes = [ (only ({ host }: bound { inherit host; } aspect)) ]; };
    perUser = aspect: { includes = [ (only ({ host, user }: bound { inherit host user; } aspect)) ]; };
    perHome = aspect: { includes = [ (only ({ home }: bound { inherit home; } aspect)) ]; };
    aspects = {
      types = { inherit (aspects) aspectType aspectsType providerType; aspectSubmodule = aspects.aspectType; };
      resolve = class: rest: if builtins.isList rest then (aspect: aspects.resolve [ class ] [ ] aspect) else aspects.resolve [ class ] [ ] rest;
    };
    forward = { forwardEach = forward; };
    nh = dendriticNative.outside "den.lib.nh";
    strict = { };
    __findFile = bracketed;
  };
  batteries = {
    define-user.includes = [ defined ({ home, ... }: { homeManager.home.username = home.userName; }) ];
    primary-user = { user, host, ... }: {
      nixos.users.users.${user.userName}.extraGroups = [ "wheel" "networkmanager" ];
      darwin.system.primaryUser = user.userName;
    };
    user-shell = shell:
      let
        module = user: {
          nixos = { pkgs, ... }: { programs.${shell}.enable = true; users.users.${user.userName}.shell = pkgs.${shell}; };
          darwin = { pkgs, ... }: { programs.${shell}.enable = true; users.users.${user.userName}.shell = pkgs.${shell}; };
          homeManager.programs.${shell}.enable = true;
        };
      in
      { includes = [ ({ user, ... }: module user) ({ home, ... }: module home) ]; };
    hostname.includes = [ ({ host, ... }: { ${host.class}.networking.hostName = host.hostName; }) ];
    tty-autologin = user: { nixos.services.getty.autologinUser = user; };
    home-manager = if settings.homes then { } else only homeManager;
    unfree = namesOf "unfree";
    insecure = namesOf "insecure";
    inputs' = perSystemArgument "inputs'";
    self' = perSystemArgument "self'";
    import-tree = {
      __functor = _: importTree;
      provides = {
        host = root: { host, ... }: importTree "${toString root}/${host.name}";
        home = root: { home, ... }: importTree "${toString root}/${home.name}";
        user = root: { user, ... }: importTree "${toString root}/${user.name}";
      };
    };
    forward = forward;
    host-aspects.includes = [ (only ({ host, user }: { homeManager.imports = modulesOf { classes = [ "homeManager" ]; contexts = [ { inherit host user; } ]; } (aspectOf host); })) ];
    bidirectional.includes = [ (only ({ host, user }: { homeManager.imports = modulesOf { classes = [ "homeManager" ]; contexts = [ { inherit host user; } ]; } (aspectOf host); })) ];
    mutual-provider.includes = [ mutual ];
    os-class = { };
    os-user = { };
    wsl = { };
  };
}
