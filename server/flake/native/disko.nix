# `disko.flakeModules.default` (https://github.com/nix-community/disko), all revisions: an output for layouts of disks.
{ lib, ... }:
{
  options.flake.diskoConfigurations = lib.mkOption { type = lib.types.lazyAttrsOf lib.types.raw; default = { }; };
}
