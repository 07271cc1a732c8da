# A part of pipeline.nix: which kinds of entities the schema knows, and how aspects and policies are told apart.
{ config }:
let
  inherit (builtins) attrNames elem filter isAttrs isString;
  inherit (config) den;

  schemaOf = kind: den.schema.${kind} or { };
  kinds = filter (kind: kind != "conf" && (schemaOf kind).isEntity or false) (attrNames den.schema);
  isKind = name: elem name kinds;
  parentsOf = kind: let parent = (schemaOf kind).parent or null; in if parent == null then [ ] else [ parent ] ++ parentsOf parent;
  isBelow = kind: name: elem kind (parentsOf name);

  # Aspects are told apart by where they are declared, policies by their names.
  identityOf = x:
    if !(isAttrs x) then null
    else if x.__isPolicy or false then "policy ${x.name}"
    else x.__identity or null;
  aspectOf = entity: if isString (entity.aspect or { }) then den.aspects.${entity.aspect} or { } else entity.aspect or { };

  # What an entity of a kind includes, with its own facts.
  resolveEntity = kind: given: {
    __entityKind = kind;
    label = "${kind}=${(given.${kind} or { }).name or ""}";
    inherit given;
    includes = (if isAttrs (given.${kind} or null) then [ (aspectOf given.${kind}) ] else [ ]) ++ (schemaOf kind).includes or [ ];
  };
in
{
  inherit aspectOf identityOf isBelow isKind kinds resolveEntity schemaOf;
}
