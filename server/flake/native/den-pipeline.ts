/**
 * How den resolves entities since 2026-05-09 (https://den.denful.dev), written anew from its documentation and behaviour. Entities (the
 * flake, a system, a host, a user, kinds of the flake's own) are scopes; policies of a scope name its children, add aspects and route the
 * content of classes; an aspect is walked in every scope that includes it.
 */
export const denPipeline = /* nix */ `
{ aspects, config, lib }:
let
  inherit (builtins) all any attrNames attrValues concatMap elem filter foldl' head intersectAttrs isAttrs isFunction isList isString length listToAttrs map removeAttrs;
  inherit (aspects) argumentsOf holding isCallable viaAspect;
  inherit (config) den;

  schemaOf = kind: den.schema.\${kind} or { };
  kinds = filter (kind: kind != "conf" && (schemaOf kind).isEntity or false) (attrNames den.schema);
  isKind = name: elem name kinds;
  parentsOf = kind: let parent = (schemaOf kind).parent or null; in if parent == null then [ ] else [ parent ] ++ parentsOf parent;
  isBelow = kind: name: elem kind (parentsOf name);

  # Aspects are told apart by where they are declared, policies by their names.
  identityOf = x:
    if !(isAttrs x) then null
    else if x.__isPolicy or false then "policy \${x.name}"
    else x.__identity or null;
  nameOf = x: x.name or "";
  isAspect = x: isAttrs x && x ? __aspect && !x.__called;

  moduleArguments = [ "lib" "config" "options" ];
  aspectOf = entity: if isString (entity.aspect or { }) then den.aspects.\${entity.aspect} or { } else entity.aspect or { };

  # -- walking what a scope includes --

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
      instance = "\${place.instance} \${x.label}";
    }) state x.includes
    else if isAttrs x && x ? __forward then state // { forwards = state.forwards ++ [ (x.__forward // { inherit (place) given; }) ]; }
    else if isCallable x && !(isAspect x) then called scope place state x
    else aspect scope place state x;

  aspect = scope: place: state: x:
    let
      identity = identityOf x;
      key = "\${toString identity} \${place.instance}";
      known = if identity == null then state else state // { seen = state.seen // { \${key} = true; \${identity} = true; }; };
      provides = if isAttrs (x.provides or null) then x.provides else { };
      targets = filter (name: name != nameOf x && !(isKind name)) (filter (name: name != "__functor" && name != "_module") (attrNames provides));
      inside = place // { excluded = place.excluded ++ filter (id: id != null) (map identityOf (x.excludes or [ ])); };
      handled = if (x.meta.handleWith or null) == null then [ ] else [ { missing = dendriticNative.unknown "den's meta.handleWith"; } ];
      entered = known // {
        nodes = known.nodes ++ [ { aspect = x; inherit (place) given file trail; } ] ++ handled;
        policies = known.policies ++ map (crossing identity provides) targets;
      };
      own = if provides ? \${nameOf x} then walk scope inside entered provides.\${nameOf x} else entered;
    in
    if identity != null && state.seen ? \${key} then state
    else if x ? __parts then foldl' (state: part: walk scope (included inside x part // { inherit (part) file; }) state part.value) own (dendriticNative.unpicked x).__parts
    else foldl' (state: value: walk scope (included inside x { inherit value; }) state value) own ((dendriticNative.unpicked x).includes or [ ]);

  # What an item of an aspect's list brings comes through the aspect, and was picked by the item.
  included = place: holder: item: place // { trail = place.trail ++ [ { inherit holder item; } ]; };
  # The modules that a node brings, behind the aspects that it came through.
  behind = node: class: module: head (lib.foldr (step: viaAspect (holding [ class ] step.holder // { inherit (step) item; })) [ module ] node.trail);

  # What an aspect provides to others: to all users or hosts on the other side, or to those of a name.
  crossing = identity: provides: target: {
    __isPolicy = true;
    name = "\${toString identity}/\${target}";
    fn =
      if target == "to-users" || target == "to-hosts" then ({ host, user, ... }: [ (brought provides.\${target}) ])
      else ({ host ? null, user ? null, home ? null, ... }:
        if (user != null || home != null) && ((host != null && host.name == target) || (user != null && user.name == target)) then [ (brought provides.\${target}) ] else [ ]);
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
      isModule = isFunction function && any (name: asked ? \${name}) moduleArguments
        && all (name: asked.\${name} || elem name moduleArguments) (attrNames asked);
      tooMuch = asked ? __exactly && any (name: isKind name && !(arguments ? \${name})) (attrNames place.given);
      absent = filter (name: !arguments.\${name} && !(place.given ? \${name})) (attrNames arguments);
      absentKinds = filter isKind absent;
      kind = head absentKinds;
      parent = (schemaOf kind).parent or scope.kind;
      members = attrValues ((place.given.\${parent} or { }).\${"\${kind}s"} or { });
      isShared = place.root != null && elem place.root (map identityOf ((schemaOf kind).includes or [ ]));
      identity = identityOf f;
      key = "\${toString identity} \${place.instance}";
      entered = if identity == null then state else state // { seen = state.seen // { \${key} = true; \${identity} = true; }; };
      result =
        if attrNames arguments == [ ] then function (intersectAttrs (lib.genAttrs kinds (_: null)) place.given)
        else function (intersectAttrs arguments place.given);
    in
    if tooMuch || (identity != null && state.seen ? \${key}) then state
    else if isModule then walk scope place entered (moduleAspect place function)
    else if absent == [ ] then walk scope (place // { file = f.__file or place.file; }) entered result
    else if absentKinds == [ ] then state // { waiting = state.waiting ++ [ { inherit place; x = f; } ]; }
    else if !(all (isBelow scope.kind) absentKinds) || isShared then state
    else foldl' (result: member: called scope (place // {
      given = place.given // { \${kind} = member; };
      instance = "\${place.instance} \${kind}=\${member.name or ""}";
    }) result f) state members;

  # -- scopes --

  # given: entities and facts by name; includes, inherited: aspects and policies that the parent adds; excluded: what it keeps out.
  scopeOf = { kind, given, parent ? null, includes ? [ ], inherited ? [ ], excluded ? [ ] }:
    let
      schema = schemaOf kind;
      entity = given.\${kind} or { };
      isRecord = isAttrs entity;
      class = if isRecord && (entity.classes or [ ]) != [ ] then head entity.classes else if isRecord then entity.class or null else null;
      related = if !isRecord then { } else lib.filterAttrs (name: value: name != kind && isAttrs value && !(given ? \${name})) (intersectAttrs (lib.genAttrs kinds (_: null)) entity);
      entities = given // related;
      base = entities
        // (if class == null then { } else { inherit class; })
        // { aspect-chain = [ { __scopeRoot = true; } ]; }
        // lib.genAttrs (attrNames den.quirks) (quirk: quirkOf scope quirk);
      own = (if isKind kind && isRecord then [ (aspectOf entity) ] else [ ]) ++ schema.includes or [ ] ++ includes;
      kept = excluded ++ filter (id: id != null) (map identityOf (schema.excludes or [ ]));
      placeWith = facts: root: { given = base // facts; excluded = kept; inherit root; file = null; instance = ""; trail = [ ]; };
      walkTop = facts: foldl' (state: x: walk scope (placeWith facts (identityOf x)) state x);
      done = settle scope { inherit inherited walkTop base; excluded = kept; } { walked = walkTop { } start own; facts = { }; fired = { }; effects = [ ]; };
      scope = {
        inherit kind parent class entities;
        inherit (done) walked effects facts;
        arguments = removeAttrs (base // done.facts) [ "class" "aspect-chain" ];
        excluded = kept ++ map (effect: identityOf effect.value) (ofKind "exclude" done.effects);
        children = childrenOf scope (inherited ++ done.walked.policies) done.fired;
      };
    in
    scope;

  ofKind = kind: filter (effect: effect.__policyEffect == kind);

  # Policies fire once, as soon as all that they ask for is known; what they include and tell may let others fire.
  settle = scope: context: state:
    let
      known = context.base // state.facts;
      given = known // { __entityKind = scope.kind; self = known; };
      excluded = context.excluded ++ map (effect: identityOf effect.value) (ofKind "exclude" state.effects);
      byName = listToAttrs (map (policy: { inherit (policy) name; value = policy; }) (context.inherited ++ state.walked.policies));
      fits = policy:
        let arguments = argumentsOf policy.fn; in
        !(state.fired ? \${policy.name}) && !(elem (identityOf policy) excluded) && all (name: arguments.\${name} || given ? \${name}) (attrNames arguments);
      # Policies of a parent add to its children; they make no children there.
      fromParent = map (policy: policy.name) context.inherited;
      answer = policy:
        let effects = policy.fn given; in
        map (effect: effect // { __policy = policy.name; }) (
          (if dendriticNative.isOpen effects then [ (doubt effects) ] else [ ])
          ++ (if dendriticNative.isMissing effects then [ ] else map (effect: if isSound effect then effect else doubt effect) (filter (effect: dendriticNative.isMissing effect || (effect.__policyEffect or null) != "resolve" || !(elem policy.name fromParent)) (lib.toList effects)))
        );
      told = concatMap answer (filter fits (attrValues byName));
      resolving = map (effect: effect.__policy) (filter isChild (ofKind "resolve" told));
      facts = foldl' (facts: effect: facts // factsOf effect) state.facts (ofKind "resolve" told);
      news = map (effect: effect.value) (filter (effect: !(elem effect.__policy resolving)) (ofKind "include" told));
      again = foldl' (walked: { place, x }: walk scope (place // { given = place.given // facts; }) walked x) (state.walked // { waiting = [ ]; }) state.walked.waiting;
      walked = if attrNames facts == attrNames state.facts then state.walked else again;
    in
    if told == [ ] then guards scope state
    else settle scope context {
      inherit facts;
      walked = context.walkTop facts walked news;
      fired = state.fired // listToAttrs (map (effect: { name = effect.__policy; value = true; }) told);
      effects = state.effects ++ told;
    };

  # Aspects that stand behind a question are taken as soon as it is answered with yes.
  guards = scope: state:
    let
      open = state.walked.guarded;
      asks = { place, x }: x.meta.guard (place.given // {
        hasAspect = hasAspect state.walked.seen;
      });
      # What nobody can answer is taken: it may be there.
      isYes = answer: dendriticNative.isMissing answer || answer;
      step = walked: entry: if isYes (asks entry) then walkAll scope entry.place walked (entry.x.meta.aspects or [ ]) else walked // { guarded = walked.guarded ++ [ entry ]; };
      next = foldl' step (state.walked // { guarded = [ ]; }) open;
    in
    if open == [ ] || length next.guarded == length open then state
    else guards scope (state // { walked = next; });
  hasAspect = seen: {
    __functor = _: x: let identity = identityOf x; in if identity == null then dendriticNative.unknown "den's hasAspect of an unnamed aspect" else seen ? \${identity};
    forClass = _: hasAspect seen;
    forAnyClass = hasAspect seen;
  };

  # An answer of a policy that is not known, wholly or in part.
  doubt = value: { __policyEffect = "doubt"; inherit value; };
  isSound = effect: !(dendriticNative.isMissing effect) && isAttrs effect && effect ? __policyEffect
    && !(dendriticNative.isMissing effect.value && effect.__policyEffect != "include");

  isChild = effect: effect ? __targetKind || any isKind (attrNames effect.value);
  factsOf = effect: if effect ? __targetKind then { } else lib.filterAttrs (name: _: !(isKind name)) effect.value;

  # Several policies may name the same child: it takes what each of them adds.
  childrenOf = scope: policies: fired:
    let
      resolves = filter isChild (ofKind "resolve" scope.effects);
      shared = map (effect: effect.value) (filter (effect: elem effect.__policy (map (resolve: resolve.__policy) resolves)) (ofKind "include" scope.effects));
      kindOf = effect: effect.__targetKind or (head (filter isKind (attrNames effect.value)));
      labelOf = effect:
        let value = effect.value.\${kindOf effect} or effect.value; in
        "\${kindOf effect} \${if isAttrs value then toString (value.name or (value.system or "")) else toString value}";
      labels = lib.unique (map labelOf resolves);
      inherited = filter (policy: !(fired ? \${policy.name})) policies;
      # A policy that asks for entities is for scopes of one of these.
      isFor = kind: policy:
        let
          arguments = argumentsOf policy.fn;
          required = filter (name: isKind name && !arguments.\${name}) (attrNames arguments);
        in
        !(arguments ? self) && (required == [ ] || elem kind required);
    in
    map (label:
      let same = filter (effect: labelOf effect == label) resolves; in
      {
        inherit label;
        kind = kindOf (head same);
        entity = (head same).value.\${kindOf (head same)} or null;
        scope = scopeOf {
          kind = kindOf (head same);
          given = scope.entities // scope.facts // (head same).value;
          parent = scope;
          includes = concatMap (effect: effect.includes or [ ]) same ++ shared;
          inherit (scope) excluded;
          inherited = filter (isFor (kindOf (head same))) inherited;
        };
      }
    ) labels;

  # -- content of classes --

  # The modules of a class that a scope has itself. passed: routes that are being followed.
  modulesIn = passed: scope: class:
    concatMap (contentOf scope class) scope.walked.nodes
    ++ concatMap (forwarded passed scope class) scope.walked.forwards
    ++ concatMap (effect: if effect.value.class == class then [ (at (effect.value.path or [ ]) [ effect.value.module ]) ] else [ ]) (ofKind "provide" scope.effects)
    ++ concatMap (routed passed scope class) (ofKind "route" scope.effects)
    ++ concatMap (spawned passed scope class) (ofKind "spawn" scope.effects);

  # The modules of a class in a scope and below.
  modulesBelow = passed: scope: class:
    modulesIn passed scope class
    ++ concatMap (child: if (schemaOf child.kind).isolated or false then [ ] else modulesBelow passed child.scope class) scope.children;

  contentOf = scope: class: node:
    if node ? missing then [ { imports = node.missing; } ]
    else if node.aspect ? \${class} && !(isUnsatisfied node.given node.aspect.\${class}) then [ (behind node class (bound (scope.arguments // removeAttrs node.given [ "class" "aspect-chain" ]) (written node class))) ]
    else [ ];
  # What a function from elsewhere made counts for the file that includes it, as in Nix.
  written = node: class:
    let content = node.aspect.\${dendriticNative.unwritten class}; in
    if node.aspect ? __aspect || node.file == null || (builtins.unsafeGetAttrPos class node.aspect).file or null == node.file then content
    else { _file = node.file; imports = [ content ]; };
  # A module that asks for an entity which its scope does not know counts for nothing.
  isUnsatisfied = given: module:
    if dendriticNative.isMissing module then false
    else if isFunction module then let arguments = argumentsOf module; in any (kind: !(given ? \${kind}) && !(arguments.\${kind} or true)) kinds
    else isAttrs module && attrNames (removeAttrs module [ "imports" "_file" "key" ]) == [ ] && module ? imports && isList module.imports
      && module.imports != [ ] && all (isUnsatisfied given) module.imports;
  # Class modules may ask for entities and facts of their scope, beside the usual arguments.
  bound = arguments: module: {
    imports = [ module ];
    "dendritic arguments" = { inherit arguments; absent = filter (name: !(arguments ? \${name})) kinds; };
  };

  slots = [ "home-manager" "hjem" "containers" "microvm" ];
  at = path: modules:
    if isList path && path != [ ] && elem (head path) slots then lib.setAttrByPath path { imports = modules; } else { imports = modules; };

  routed = passed: scope: class: effect:
    let
      route = effect.value;
      step = "\${route.fromClass}>\${class}";
      modules = (if route.collectSubtree or false then modulesBelow else modulesIn) (passed ++ [ step ]) scope route.fromClass;
    in
    if route.intoClass != class || route.fromClass == class || elem step passed || modules == [ ] then [ ] else [ (at route.path modules) ];

  # A class is forwarded from what the scope has of it; one that no entity there owns, from the host's too; else from the named aspect.
  forwarded = passed: scope: class: forward:
    let
      inherit (forward) fromClass;
      step = "\${fromClass}>\${class}";
      further = passed ++ [ step ];
      isInner = scope.parent != null && scope.kind == "user";
      owned = (scope.entities.user.classes or [ ]) ++ [ (scope.entities.host.class or null) (scope.entities.home.class or null) ];
      own = if isInner then modulesIn further scope fromClass else modulesBelow further scope fromClass;
      hosts = if !isInner || elem fromClass owned || (forward.isSimple && own != [ ]) then [ ] else modulesIn further scope.parent fromClass;
      place = { inherit (forward) given; excluded = [ ]; root = null; file = null; instance = ""; trail = [ ]; };
      sub = walkAll scope place start [ forward.source ];
      named =
        if isAttrs forward.source && forward.source ? __scopeRoot then [ ]
        else concatMap (contentOf scope fromClass) sub.nodes ++ concatMap (forwarded further scope fromClass) sub.forwards;
      modules = if own ++ hosts != [ ] then own ++ hosts else named;
    in
    if forward.intoClass != class || fromClass == class || elem step passed || modules == [ ] then [ ]
    else [ (at forward.path (map forward.mapModule modules)) ];

  # Content of the parent's aspects for classes of the child: a host's for its user.
  spawned = passed: scope: class: effect:
    let
      classes = if effect.value.classes or null == null then [ scope.class ] else effect.value.classes;
      isHost = scope.parent != null && isAttrs (scope.entities.\${scope.parent.kind} or null);
      projected = scopeOf {
        inherit (scope.parent) kind;
        given = scope.entities;
      };
    in
    if !isHost || !(elem class classes) then [ ] else concatMap (contentOf scope class) projected.walked.nodes;

  # -- quirks: data that aspects hand to each other --

  emitted = scope: quirk:
    concatMap (node: if node ? aspect && node.aspect ? \${quirk} then map (data: if isFunction data then dendriticNative.unknown "den's quirk \${quirk}" else data) (lib.flatten [ node.aspect.\${quirk} ]) else [ ]) scope.walked.nodes;
  pipesOf = scope: quirk: filter (effect: effect.value.pipeName == quirk) (ofKind "pipe" scope.effects);
  isStage = names: stage: elem stage.__pipeStage names;
  pool = scope: quirk: emitted scope quirk ++ concatMap (child: concatMap (exposed child.scope quirk) (pipesOf child.scope quirk)) scope.children;
  exposed = scope: quirk: pipe: if any (isStage [ "expose" ]) pipe.value.stages then through scope quirk pipe else [ ];
  through = scope: quirk: pipe: foldl' (stage scope quirk) (pool scope quirk) pipe.value.stages;
  stage = scope: quirk: data: { __pipeStage, ... }@step:
    if __pipeStage == "filter" then filter step.fn data
    else if __pipeStage == "transform" then map step.fn data
    else if __pipeStage == "fold" then [ (foldl' step.fn step.init data) ]
    else if __pipeStage == "append" then data ++ [ step.value ]
    else if __pipeStage == "for" then step.fn data
    else if elem __pipeStage [ "collect" "collectAll" ] then data ++ gathered scope quirk step
    else if __pipeStage == "withProvenance" then map (value: { inherit value; source = scope.entities; }) data
    else data;
  gathered = scope: quirk: step:
    let
      root = scope: if scope.parent == null then scope else root scope.parent;
      below = scope: scope.children ++ concatMap (child: below child.scope) scope.children;
      siblings = if step.__pipeStage == "collectAll" then below (root scope) else if scope.parent == null then [ ] else scope.parent.children;
      fits = child:
        let arguments = argumentsOf step.fn; in
        child.scope.entities != scope.entities && all (name: arguments.\${name} || child.scope.entities ? \${name}) (attrNames arguments) && step.fn child.scope.entities;
    in
    concatMap (child: if child.kind == scope.kind && fits child then pool child.scope quirk else [ ]) siblings;
  # What a scope's modules see of a quirk. What is sent to single aspects, or comes in under another name, is not told apart.
  quirkOf = scope: quirk:
    let
      whole = filter (pipe: !(any (isStage [ "to" "as" "expose" "broadcast" ]) pipe.value.stages)) (pipesOf scope quirk);
      told = if any (pipe: any (isStage [ "as" "broadcast" ]) pipe.value.stages) (ofKind "pipe" scope.effects) then dendriticNative.outside "den.quirks.\${quirk}" else null;
    in
    if told != null then told else if whole == [ ] then pool scope quirk else through scope quirk (lib.last whole);

  # -- systems --

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
      settings = host.\${environment.option} or { };
      enabled = settings.enable or (any (hasClass environment.class) (attrValues (host.users or { })));
      module = settings.module or (dendriticNative.outside "inputs.\${environment.option}.\${host.class}Modules.\${environment.module}");
    in
    if found == [ ] || !enabled || !(elem host.class environment.oses) then [ ]
    else [ module ] ++ concatMap (child:
      let modules = modulesBelow [ ] child.scope environment.class; in
      if modules == [ ] then [ ] else [ (at (environment.path child.entity) modules) ]
    ) found;

  doubtsIn = scope:
    map (effect: { imports = dendriticNative.unknown "what den's policy \${effect.__policy} answers"; }) (ofKind "doubt" scope.effects)
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
  alone = kind: entity: scopeOf { inherit kind; given = { \${kind} = entity; }; };

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

  # What an entity of a kind includes, with its own facts.
  resolveEntity = kind: given: {
    __entityKind = kind;
    label = "\${kind}=\${(given.\${kind} or { }).name or ""}";
    inherit given;
    includes = (if isAttrs (given.\${kind} or null) then [ (aspectOf given.\${kind}) ] else [ ]) ++ (schemaOf kind).includes or [ ];
  };
in
{
  inherit aspectOf alone hasAspect identityOf resolveEntity systemModules;
  requests = requested flakeScope;
  # Whether more may be asked to be built than is known.
  isOpen = isDoubtful flakeScope;
  resolve = class: x: { imports = modulesBelow [ ] (scopeOf { kind = "alone"; given = { }; includes = [ x ]; }) class; };
}
`;
