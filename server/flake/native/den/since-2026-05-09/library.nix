# den's library and batteries (`den.lib`, `den.batteries`) since 2026-05-09, written from their documentation and behaviour.
# Left out: what makes packages and diagrams; the rest of `den.lib` is outside.
{ aspects, config, inputs, lib, pipeline, policies }:
let
  inherit (builtins) all attrNames filter head isAttrs isFunction isList map pathExists readDir tail;
  inherit (aspects) argumentsOf isCallable;
  inherit (config) den;

  # -- forwarding one class into another --

  forward = { each, fromClass, ... }@spec: {
    includes = map (item:
      let
        from = fromClass item;
        known = (den.classes.${from} or { }).forwardTo or null;
        path = if spec ? intoPath then spec.intoPath item else if known != null then known.path or [ ] else [ ];
        source = if spec ? fromAspect then spec.fromAspect item else item.resolved or item;
      in
      {
        __forward = {
          fromClass = from;
          intoClass = if spec ? intoClass then spec.intoClass item else known.class;
          inherit path source;
          isSimple = !(spec ? guard || spec ? adaptArgs || spec ? adapterModule || isFunction path);
          mapModule = (spec.mapModule or (_: module: module)) item;
        };
      }
    ) each;
  };

  fixed = given: aspect: { __entityKind = "fixed"; label = "fixed"; inherit given; includes = [ aspect ]; };
  only = f: { __functor = _: given: f given; __functionArgs = argumentsOf f // { __exactly = true; }; };
  canTake = given: f: let arguments = argumentsOf f; in isCallable f && isAttrs given && all (name: arguments.${name} || given ? ${name}) (attrNames arguments);
  exactly = given: f: canTake given f && filter (name: !(argumentsOf f).${name}) (attrNames (argumentsOf f)) == attrNames given;

  bracketed = _: name:
    let
      path = lib.splitString "." (builtins.replaceStrings [ "/" ] [ "." ] name);
      below = aspect: names:
        if names == [ ] then aspect
        else if isAttrs aspect && aspect ? ${head names} then below aspect.${head names} (tail names)
        else if isAttrs aspect && (aspect.provides or { }) ? ${head names} then below aspect.provides.${head names} (tail names)
        else throw "Aspect '${toString (aspect.name or "")}' has no key '${head names}'";
      first = head path;
      rest = tail path;
    in
    if first == "den" then (if rest != [ ] && den.batteries ? ${head rest} then below den.batteries rest else lib.getAttrFromPath rest den)
    else if den.aspects ? ${first} then below den.aspects path
    else if den.ful ? ${first} then below den.ful.${first} rest
    else throw "Aspect not found: ${lib.concatStringsSep "." path}";

  # -- batteries --

  perSystemArgument = argument:
    let
      module = class: { ${class}._module.args.${argument} = dendriticNative.outside argument; };
      # What the flake itself hands over as a host may say no class.
      forEntity = entity: if entity ? class then module entity.class else { };
    in
    {
      includes = [
        ({ host, ... }: forEntity host)
        ({ user, ... }: { includes = map module (user.classes or [ ]); })
        ({ home, ... }: forEntity home)
      ];
    };
  namesOf = option: { __functor = _: names: { class, ... }: { ${class}.${option}.packages = names; }; };
  defined = { host, user }: {
    nixos.users.users.${user.userName}.isNormalUser = true;
    darwin.users.users.${user.userName}.name = user.userName;
    homeManager.home.username = user.userName;
  };
  shellOf = shell: user: {
    nixos = { pkgs, ... }: { programs.${shell}.enable = true; users.users.${user.userName}.shell = pkgs.${shell}; };
    darwin = { pkgs, ... }: { programs.${shell}.enable = true; users.users.${user.userName}.shell = pkgs.${shell}; };
    homeManager.programs.${shell}.enable = true;
  };
  importTree = root:
    let
      folder = toString root;
      entries = if pathExists folder then readDir folder else { };
      classes = map (lib.removePrefix "_") (filter (name: entries.${name} == "directory" && lib.hasPrefix "_" name) (attrNames entries));
      tree = inputs.import-tree or (dendriticNative.outside "inputs.import-tree");
    in
    lib.genAttrs classes (class: { imports = [ (tree "${folder}/_${class}") ]; });
in
{
  lib = {
    policy = policies;
    parametric = {
      __functor = _: aspect: aspect;
      atLeast = aspect: aspect;
      exactly = aspect: aspect;
      expands = fixed;
      withOwn = _: aspect: aspect;
      deep = _: aspect: aspect;
      fixedTo = { __functor = _: fixed; exactly = fixed; atLeast = fixed; upTo = fixed; };
    };
    take = { __functor = _: _: _: f: f; unused = _: used: used; exactly = only; atLeast = f: f; upTo = f: f; };
    canTake = { __functor = _: canTake; atLeast = canTake; upTo = canTake; inherit exactly; };
    isFn = isCallable;
    perHost = aspect: { includes = [ ({ host, ... }: aspect) ]; };
    perUser = aspect: { includes = [ ({ host, user, ... }: aspect) ]; };
    perHome = aspect: { includes = [ ({ home, ... }: aspect) ]; };
    aspects = {
      types = { inherit (aspects) aspectType aspectsType providerType; aspectSubmodule = aspects.aspectType; };
      resolve = class: rest: if isList rest then (aspect: pipeline.resolve class aspect) else pipeline.resolve class rest;
      fx.keyClassification.structuralKeysSet = lib.genAttrs (aspects.reservedNames ++ den.reservedKeys) (_: true);
    };
    forward = { forwardEach = forward; forwardItem = spec: forward (spec // { each = [ spec.item ]; }); };
    inherit (pipeline) resolveEntity;
    nh = dendriticNative.outside "den.lib.nh";
    strict = { };
    __findFile = bracketed;
  };
  batteries = {
    define-user.includes = [ defined ({ home }: { homeManager.home.username = home.userName; }) ];
    primary-user = { user, host, ... }: {
      nixos.users.users.${user.userName}.extraGroups = [ "wheel" "networkmanager" ];
      darwin.system.primaryUser = user.userName;
      wsl.defaultUser = user.userName;
    };
    user-shell = shell: { includes = [ ({ host, user }: shellOf shell user) ({ home }: shellOf shell home) ]; };
    hostname.includes = [ ({ host, ... }: if host ? class then { ${host.class}.networking.hostName = host.hostName; } else { }) ];
    tty-autologin = user: { nixos.services.getty.autologinUser = user; };
    vm-autologin = user: { nixos.virtualisation.vmVariant = { }; };
    home-manager = { };
    hjem = { };
    maid = { };
    wsl = { };
    os-class = { };
    os-user = { };
    mutual-provider = { };
    unfree = namesOf "unfree";
    insecure = namesOf "insecure";
    inputs' = perSystemArgument "inputs'";
    self' = perSystemArgument "self'";
    flake-scope = { };
    import-tree = {
      __functor = _: importTree;
      provides = {
        host = root: { host, ... }: importTree "${toString root}/${host.name}";
        home = root: { home, ... }: importTree "${toString root}/${home.name}";
        user = root: { user, ... }: importTree "${toString root}/${user.name}";
      };
    };
    forward = forward;
    host-aspects.includes = [ { __isPolicy = true; name = "host-aspects"; fn = { host, user, ... }: [ (policies.spawn { classes = user.classes or [ "homeManager" ]; }) ]; } ];
    bidirectional = { };
  };
}
