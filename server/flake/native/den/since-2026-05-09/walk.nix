# A part of pipeline.nix: what a scope includes, walked aspect by aspect. The state gathers the aspects that were met, the policies that
# they bring, what they forward, and what waits for facts or stands behind a question.
{ aspects, entities, lib }:
let
  inherit (builtins) all any attrNames attrValues elem filter foldl' head intersectAttrs isAttrs isFunction isList map removeAttrs;
  inherit (aspects) argumentsOf holding isCallable viaAspect;
  inherit (entities) identityOf isBelow isKind kinds schemaOf;

  nameOf = x: x.name or "";
  isAspect = x: isAttrs x && x ? __aspect && !x.__called;
  moduleArguments = [ "lib" "config" "options" ];

  start = { seen = { }; nodes = [ ]; policies = [ ]; forwards = [ ]; waiting = [ ]; guarded = [ ]; };
  walkAll = scope: place: foldl' (walk scope place);

  # place: the arguments at hand, what is excluded, and under which item of the scope's own list it stands.
  walk = scope: place: state: x:
    if dendriticNative.isMissing x then state // { nodes = state.nodes ++ [ { missing = x; } ]; }
    else if isList x then walkAll scope place state x
    else if x == null || (identityOf x != null && elem (identityOf x) place.excluded) then state
    else if isAttrs x && x.__isPolicy or false then state // { policies = state.policies ++ [ x ]; }
    else if isAttrs x && (x.__policyEffect or null) == "include" then walk scope place state x.value
    else if isAttrs x && x ? meta && isAttrs x.meta && x.meta ? guard then state // { guarded = state.guarded ++ [ { inherit place x; } ]; }
    else if isAttrs x && (x.__context or null) != null then walkAll scope (place // { given = place.given // x.__context; root = null; }) state (x.includes or [ ])
    else if isAttrs x && x ? __entityKind then walkAll scope (place // {
      given = place.given // x.given;
      root = null;
      instance = "${place.instance} ${x.label}";
    }) state x.includes
    else if isAttrs x && x ? __forward then state // { forwards = state.forwards ++ [ (x.__forward // { inherit (place) given; }) ]; }
    else if isCallable x && !(isAspect x) then called scope place state x
    else aspect scope place state x;

  aspect = scope: place: state: x:
    let
      identity = identityOf x;
      key = "${toString identity} ${place.instance}";
      known = if identity == null then state else state // { seen = state.seen // { ${key} = true; ${identity} = true; }; };
      provides = if isAttrs (x.provides or null) then x.provides else { };
      targets = filter (name: name != nameOf x && !(isKind name)) (filter (name: name != "__functor" && name != "_module") (attrNames provides));
      inside = place // { excluded = place.excluded ++ filter (id: id != null) (map identityOf (x.excludes or [ ])); };
      handled = if (x.meta.handleWith or null) == null then [ ] else [ { missing = dendriticNative.unknown "den's meta.handleWith"; } ];
      entered = known // {
        nodes = known.nodes ++ [ { aspect = x; inherit (place) given file trail; } ] ++ handled;
        policies = known.policies ++ map (crossing identity provides) targets;
      };
      own = if provides ? ${nameOf x} then walk scope inside entered provides.${nameOf x} else entered;
    in
    if identity != null && state.seen ? ${key} then state
    else if x ? __parts then foldl' (state: part: walk scope (included inside x part // { inherit (part) file; }) state part.value) own (dendriticNative.unpicked x).__parts
    else foldl' (state: value: walk scope (included inside x { inherit value; }) state value) own ((dendriticNative.unpicked x).includes or [ ]);

  # What an item of an aspect's list brings comes through the aspect, and was picked by the item.
  included = place: holder: item: place // { trail = place.trail ++ [ { inherit holder item; } ]; };
  # The modules that a node brings, behind the aspects that it came through.
  behind = node: class: module: head (lib.foldr (step: viaAspect (holding [ class ] step.holder // { inherit (step) item; })) [ module ] node.trail);

  # What an aspect provides to others: to all users or hosts on the other side, or to those of a name.
  crossing = identity: provides: target: {
    __isPolicy = true;
    name = "${toString identity}/${target}";
    fn =
      if target == "to-users" || target == "to-hosts" then ({ host, user, ... }: [ (brought provides.${target}) ])
      else ({ host ? null, user ? null, home ? null, ... }:
        if (user != null || home != null) && ((host != null && host.name == target) || (user != null && user.name == target)) then [ (brought provides.${target}) ] else [ ]);
  };
  brought = value: { __policyEffect = "include"; inherit value; };

  # An aspect that is written as a module.
  moduleAspect = place: function:
    (lib.evalModules {
      modules = [ { options.aspect = lib.mkOption { type = aspects.aspectType; }; } { _file = toString place.file; config.aspect = function; } ];
    }).config.aspect;

  # A function asks for entities and other facts by name. Kinds below the scope's own are given one by one.
  called = scope: place: state: f:
    let
      function = if isAttrs f && f ? __aspect then f.__functor f else f;
      asked = argumentsOf function;
      arguments = removeAttrs asked [ "__exactly" ];
      # Asking for what modules are given, it is an aspect written as a module.
      isModule = isFunction function && any (name: asked ? ${name}) moduleArguments
        && all (name: asked.${name} || elem name moduleArguments) (attrNames asked);
      tooMuch = asked ? __exactly && any (name: isKind name && !(arguments ? ${name})) (attrNames place.given);
      absent = filter (name: !arguments.${name} && !(place.given ? ${name})) (attrNames arguments);
      absentKinds = filter isKind absent;
      kind = head absentKinds;
      parent = (schemaOf kind).parent or scope.kind;
      members = attrValues ((place.given.${parent} or { }).${"${kind}s"} or { });
      isShared = place.root != null && elem place.root (map identityOf ((schemaOf kind).includes or [ ]));
      identity = identityOf f;
      key = "${toString identity} ${place.instance}";
      entered = if identity == null then state else state // { seen = state.seen // { ${key} = true; ${identity} = true; }; };
      result =
        if attrNames arguments == [ ] then function (intersectAttrs (lib.genAttrs kinds (_: null)) place.given)
        else function (intersectAttrs arguments place.given);
    in
    if tooMuch || (identity != null && state.seen ? ${key}) then state
    else if isModule then walk scope place entered (moduleAspect place function)
    else if absent == [ ] then walk scope (place // { file = f.__file or place.file; }) entered result
    else if absentKinds == [ ] then state // { waiting = state.waiting ++ [ { inherit place; x = f; } ]; }
    else if !(all (isBelow scope.kind) absentKinds) || isShared then state
    else foldl' (result: member: called scope (place // {
      given = place.given // { ${kind} = member; };
      instance = "${place.instance} ${kind}=${member.name or ""}";
    }) result f) state members;
in
{
  inherit behind start walk walkAll;
}
