# A part of pipeline.nix: entities as scopes. Policies of a scope fire as soon as all that they ask for is known; they name its children,
# add aspects and facts, and say where its content goes.
{ aspects, config, entities, lib, quirkOf, walking }:
let
  inherit (builtins) all any attrNames attrValues concatMap elem filter foldl' head intersectAttrs isAttrs length listToAttrs map removeAttrs;
  inherit (aspects) argumentsOf;
  inherit (entities) aspectOf identityOf isKind kinds schemaOf;
  inherit (walking) start walk walkAll;
  inherit (config) den;

  # given: entities and facts by name; includes, inherited: aspects and policies that the parent adds; excluded: what it keeps out.
  scopeOf = { kind, given, parent ? null, includes ? [ ], inherited ? [ ], excluded ? [ ] }:
    let
      schema = schemaOf kind;
      entity = given.${kind} or { };
      isRecord = isAttrs entity;
      class = if isRecord && (entity.classes or [ ]) != [ ] then head entity.classes else if isRecord then entity.class or null else null;
      related = if !isRecord then { } else lib.filterAttrs (name: value: name != kind && isAttrs value && !(given ? ${name})) (intersectAttrs (lib.genAttrs kinds (_: null)) entity);
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
        !(state.fired ? ${policy.name}) && !(elem (identityOf policy) excluded) && all (name: arguments.${name} || given ? ${name}) (attrNames arguments);
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
    __functor = _: x: let identity = identityOf x; in if identity == null then dendriticNative.unknown "den's hasAspect of an unnamed aspect" else seen ? ${identity};
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
        let value = effect.value.${kindOf effect} or effect.value; in
        "${kindOf effect} ${if isAttrs value then toString (value.name or (value.system or "")) else toString value}";
      labels = lib.unique (map labelOf resolves);
      inherited = filter (policy: !(fired ? ${policy.name})) policies;
      # A policy that asks for entities is for scopes of one of these.
      isFor = kind: policy:
        let
          arguments = argumentsOf policy.fn;
          required = filter (name: isKind name && !arguments.${name}) (attrNames arguments);
        in
        !(arguments ? self) && (required == [ ] || elem kind required);
    in
    map (label:
      let same = filter (effect: labelOf effect == label) resolves; in
      {
        inherit label;
        kind = kindOf (head same);
        entity = (head same).value.${kindOf (head same)} or null;
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
in
{
  inherit hasAspect ofKind scopeOf;
}
