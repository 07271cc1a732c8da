# What den's policies answer with since 2026-05-09 (https://den.denful.dev/reference/policies), in words of our own: plain data that says what to
# do, which scopes.nix and content.nix read.
{ lib }:
let
  inherit (builtins) all attrNames filter functionArgs isAttrs isFunction isList map removeAttrs;

  effect = kind: value: { __policyEffect = kind; inherit value; };
  resolve = includes: value: effect "resolve" value // { inherit includes; };
  resolveTo = kind: includes: value: resolve includes value // { __targetKind = kind; };
  plainly = { __functor = _: resolve [ ]; withIncludes = resolve; };
  toKind = { __functor = _: kind: resolveTo kind [ ]; withIncludes = resolveTo; };

  route = from: to: path: spec: effect "route" (spec // { fromClass = from; intoClass = to; inherit path; });
  provide = class: path: module: effect "provide" { inherit class path module; };
  stage = name: { __pipeStage = name; };

  # Everything that may stand where a policy is asked for.
  asPolicy = x:
    if isAttrs x && x.__isPolicy or false then x
    else if isFunction x then { __isPolicy = true; name = "<inline>"; fn = x; }
    else { __isPolicy = true; name = "<inline aspect>"; fn = _: [ (if x ? __policyEffect then x else effect "include" x) ]; };
  each = f: x: if isList x then map f x else f x;
in
{
  resolve = plainly // { to = toKind; shared = plainly // { to = toKind; }; };
  include = effect "include";
  exclude = effect "exclude";
  instantiate = effect "instantiate";
  spawn = { classes ? null }: effect "spawn" { inherit classes; };
  route = spec: route spec.fromClass spec.intoClass (spec.intoPath or (spec.path or [ ])) spec;
  provide = spec: provide spec.class (spec.path or [ ]) spec.module;
  deliver = { from, to, at ? [ ], ... }@spec:
    if isAttrs from && from ? module then provide to at from.module else route from to at (removeAttrs spec [ "from" "to" "at" ]);
  pipe = {
    from = pipe: stages: effect "pipe" { pipeName = if isAttrs pipe then pipe.name else pipe; inherit stages; };
    filter = fn: stage "filter" // { inherit fn; };
    transform = fn: stage "transform" // { inherit fn; };
    fold = fn: init: stage "fold" // { inherit fn init; };
    append = value: stage "append" // { inherit value; };
    for = fn: stage "for" // { inherit fn; };
    to = aspects: stage "to" // { inherit aspects; };
    as = targetPipeName: stage "as" // { inherit targetPipeName; };
    collect = fn: stage "collect" // { inherit fn; };
    collectAll = fn: stage "collectAll" // { inherit fn; };
    broadcast = fn: stage "broadcast" // { inherit fn; };
    expose = stage "expose";
    withProvenance = stage "withProvenance";
  };
  pipelineOnly = value: if isAttrs value then value // { collisionPolicy = "class-wins"; } else { __functor = _: value; collisionPolicy = "class-wins"; };
  mkPolicy = name: fn: { __isPolicy = true; inherit name fn; };

  for = entities: each (x:
    let
      policy = asPolicy x;
      isOne = entity: isAttrs entity && any (one: one.id_hash or null == entity.id_hash or "") (lib.toList entities);
      any = builtins.any;
    in
    policy // {
      fn = {
        __functor = _: given: if isOne (given.${given.__entityKind} or null) then policy.fn given else [ ];
        __functionArgs = lib.functionArgs policy.fn;
      };
    });
  when = question: each (x:
    let
      isPolicy = isFunction x || (isAttrs x && x.__isPolicy or false);
      policy = asPolicy x;
      asked = if isFunction question then functionArgs question else { };
      required = filter (name: !asked.${name}) (attrNames asked);
    in
    if !isPolicy then { meta = { guard = question; aspects = [ (if x ? __policyEffect then x.value else x) ]; }; }
    else policy // {
      fn = {
        __functor = _: given: if all (name: given ? ${name}) required && question given then policy.fn given else [ ];
        __functionArgs = lib.functionArgs policy.fn;
      };
    });
}
