# A part of pipeline.nix: the modules that hosts and homes are made of, and what the flake's scopes ask to be built.
{ content, scopes }:
let
  inherit (builtins) any attrValues concatMap elem filter head isAttrs map;
  inherit (content) at modulesBelow;
  inherit (scopes) ofKind scopeOf;

  environments = [
    { class = "homeManager"; option = "home-manager"; path = user: [ "home-manager" "users" user.userName ]; oses = [ "nixos" "darwin" ]; module = "home-manager"; }
    { class = "hjem"; option = "hjem"; path = user: [ "hjem" "users" user.userName ]; oses = [ "nixos" "darwin" ]; module = "default"; }
    { class = "maid"; option = "nix-maid"; path = user: [ "users" "users" user.userName "maid" ]; oses = [ "nixos" ]; module = "default"; }
  ];
  hasClass = class: user: elem class (user.classes or [ ]);

  usersIn = scope: concatMap (child: (if child.kind == "user" && child.entity != null then [ child ] else [ ]) ++ (if child.kind == "host" || child.kind == "home" then [ ] else usersIn child.scope)) scope.children;
  environmentModules = host: scope: environment:
    let
      found = filter (child: hasClass environment.class child.entity) (usersIn scope);
      settings = host.${environment.option} or { };
      enabled = settings.enable or (any (hasClass environment.class) (attrValues (host.users or { })));
      module = settings.module or (dendriticNative.outside "inputs.${environment.option}.${host.class}Modules.${environment.module}");
    in
    if found == [ ] || !enabled || !(elem host.class environment.oses) then [ ]
    else [ module ] ++ concatMap (child:
      let modules = modulesBelow [ ] child.scope environment.class; in
      if modules == [ ] then [ ] else [ (at (environment.path child.entity) modules) ]
    ) found;

  doubtsIn = scope:
    map (effect: { imports = dendriticNative.unknown "what den's policy ${effect.__policy} answers"; }) (ofKind "doubt" scope.effects)
    ++ concatMap (child: doubtsIn child.scope) scope.children;

  systemModules = entity: scope:
    let
      wsl = if (entity.class or "") == "nixos" && (entity.wsl.enable or false)
        then [ (entity.wsl.module or (dendriticNative.outside "inputs.nixos-wsl.nixosModules.default")) ] ++ modulesBelow [ ] scope "wsl" else [ ];
    in
    modulesBelow [ ] scope entity.class
    ++ wsl
    ++ doubtsIn scope
    ++ (if scope.kind == "home" then [ ] else concatMap (environmentModules entity scope) environments);

  # An entity by itself, apart from the flake's own scopes.
  alone = kind: entity: scopeOf { inherit kind; given = { ${kind} = entity; }; };

  # Everything that the flake's scopes ask to be built. Scopes of hosts and homes are not entered for it.
  flakeScope = scopeOf { kind = "flake"; given = { }; };
  requested = scope:
    concatMap (effect:
      let
        entity = effect.value;
        found = filter (child: isAttrs child.entity && child.kind == (if entity ? pkgs then "home" else "host") && (child.entity.name or null) == (entity.name or null)) (scope.children ++ concatMap (child: child.scope.children) (filter isPlain scope.children));
      in
      [ { inherit entity; scope = if found == [ ] then null else (head found).scope; } ]
    ) (ofKind "instantiate" scope.effects)
    ++ concatMap (child: if isPlain child then requested child.scope else [ ]) scope.children;
  isPlain = child: !(elem child.kind [ "host" "home" "user" ]);
  isDoubtful = scope: ofKind "doubt" scope.effects != [ ] || any (child: isPlain child && isDoubtful child.scope) scope.children;
in
{
  inherit alone systemModules;
  requests = requested flakeScope;
  # Whether more may be asked to be built than is known.
  isOpen = isDoubtful flakeScope;
}
