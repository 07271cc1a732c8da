# How den resolves entities since 2026-05-09 (https://den.denful.dev), written from its documentation and behaviour. Entities (the
# flake, a system, a host, a user, kinds of the flake's own) are scopes; policies of a scope name its children, add aspects and route the
# content of classes; an aspect is walked in every scope that includes it.
# Left out: handlers of effects (`meta.handleWith`) and quirks sent to single aspects, which leave a doubt.
{ aspects, config, lib }:
let
  entities = import ./entities.nix { inherit config; };
  walking = import ./walk.nix { inherit aspects entities lib; };
  quirks = import ./quirks.nix { inherit aspects lib; inherit (scopes) ofKind; };
  scopes = import ./scopes.nix { inherit aspects config entities lib walking; inherit (quirks) quirkOf; };
  content = import ./content.nix { inherit aspects entities lib scopes walking; };
  systems = import ./systems.nix { inherit content scopes; };
in
{
  inherit (entities) aspectOf identityOf resolveEntity;
  inherit (scopes) hasAspect;
  inherit (systems) alone isOpen requests systemModules;
  resolve = class: x: { imports = content.modulesBelow [ ] (scopes.scopeOf { kind = "alone"; given = { }; includes = [ x ]; }) class; };
}
