# A part of pipeline.nix: quirks, data that aspects hand to each other.
{ aspects, lib, ofKind }:
let
  inherit (builtins) all any attrNames concatMap elem filter foldl' isFunction map;
  inherit (aspects) argumentsOf;

  emitted = scope: quirk:
    concatMap (node: if node ? aspect && node.aspect ? ${quirk} then map (data: if isFunction data then dendriticNative.unknown "den's quirk ${quirk}" else data) (lib.flatten [ node.aspect.${quirk} ]) else [ ]) scope.walked.nodes;
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
        child.scope.entities != scope.entities && all (name: arguments.${name} || child.scope.entities ? ${name}) (attrNames arguments) && step.fn child.scope.entities;
    in
    concatMap (child: if child.kind == scope.kind && fits child then pool child.scope quirk else [ ]) siblings;
  # What a scope's modules see of a quirk. What is sent to single aspects, or comes in under another name, is not told apart.
  quirkOf = scope: quirk:
    let
      whole = filter (pipe: !(any (isStage [ "to" "as" "expose" "broadcast" ]) pipe.value.stages)) (pipesOf scope quirk);
      told = if any (pipe: any (isStage [ "as" "broadcast" ]) pipe.value.stages) (ofKind "pipe" scope.effects) then dendriticNative.outside "den.quirks.${quirk}" else null;
    in
    if told != null then told else if whole == [ ] then pool scope quirk else through scope quirk (lib.last whole);
in
{
  inherit quirkOf;
}
