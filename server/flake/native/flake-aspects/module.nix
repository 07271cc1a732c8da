# `flake-aspects.flakeModule`: `flake.aspects`, of which `flake.modules` is made.
{ config, lib, ... }:
let
  aspects = import ../aspects.nix { inherit lib; };
in
{
  options.flake.aspects = lib.mkOption { type = aspects.aspectsType; default = { }; };
  config.flake.modules = aspects.transposed config.flake.aspects;
}
