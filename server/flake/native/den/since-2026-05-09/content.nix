# A part of pipeline.nix: the modules of a class that a scope has, from its aspects and from what is provided, routed, forwarded or spawned
# into the class.
{ aspects, entities, lib, scopes, walking }:
let
  inherit (builtins) all any attrNames concatMap elem filter head isAttrs isFunction isList map removeAttrs;
  inherit (aspects) argumentsOf;
  inherit (entities) kinds schemaOf;
  inherit (scopes) ofKind scopeOf;
  inherit (walking) behind start walkAll;

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
    else if node.aspect ? ${class} && !(isUnsatisfied node.given node.aspect.${class}) then [ (behind node class (bound (scope.arguments // removeAttrs node.given [ "class" "aspect-chain" ]) (written node class))) ]
    else [ ];
  # What a function from elsewhere made counts for the file that includes it, as in Nix.
  written = node: class:
    let content = node.aspect.${dendriticNative.unwritten class}; in
    if node.aspect ? __aspect || node.file == null || (builtins.unsafeGetAttrPos class node.aspect).file or null == node.file then content
    else { _file = node.file; imports = [ content ]; };
  # A module that asks for an entity which its scope does not know counts for nothing.
  isUnsatisfied = given: module:
    if dendriticNative.isMissing module then false
    else if isFunction module then let arguments = argumentsOf module; in any (kind: !(given ? ${kind}) && !(arguments.${kind} or true)) kinds
    else isAttrs module && attrNames (removeAttrs module [ "imports" "_file" "key" ]) == [ ] && module ? imports && isList module.imports
      && module.imports != [ ] && all (isUnsatisfied given) module.imports;
  # Class modules may ask for entities and facts of their scope, beside the usual arguments.
  bound = arguments: module: {
    imports = [ module ];
    "dendritic arguments" = { inherit arguments; absent = filter (name: !(arguments ? ${name})) kinds; };
  };

  slots = [ "home-manager" "hjem" "containers" "microvm" ];
  at = path: modules:
    if isList path && path != [ ] && elem (head path) slots then lib.setAttrByPath path { imports = modules; } else { imports = modules; };

  routed = passed: scope: class: effect:
    let
      route = effect.value;
      step = "${route.fromClass}>${class}";
      modules = (if route.collectSubtree or false then modulesBelow else modulesIn) (passed ++ [ step ]) scope route.fromClass;
    in
    if route.intoClass != class || route.fromClass == class || elem step passed || modules == [ ] then [ ] else [ (at route.path modules) ];

  # A class is forwarded from what the scope has of it; one that no entity there owns, from the host's too; else from the named aspect.
  forwarded = passed: scope: class: forward:
    let
      inherit (forward) fromClass;
      step = "${fromClass}>${class}";
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
      isHost = scope.parent != null && isAttrs (scope.entities.${scope.parent.kind} or null);
      projected = scopeOf {
        inherit (scope.parent) kind;
        given = scope.entities;
      };
    in
    if !isHost || !(elem class classes) then [ ] else concatMap (contentOf scope class) projected.walked.nodes;
in
{
  inherit at modulesBelow;
}
