# `den.namespace name sources` (https://github.com/vic/den), all revisions: a namespace of aspects, which is an option and a module argument
# of that name. `policies`: since 2026-05-09, when den began to resolve entities by policies; before, what a file defines in a namespace
# counted for the file that brings the namespace in.
# Left out: the aspects of sources from outside.
{ policies }:
name: sources:
{ config, lib, options, ... }:
let
  given = lib.flatten [ sources ];
  outside = builtins.filter (source: source != true && source != false) given;
  isPublished = builtins.elem true given;
  # What a namespace is called selects nothing.
  plain = dendriticNative.unwritten name;
  own = if policies then config.${plain} else config.den.ful.${plain};
  opened = if outside == [ ] then own else own // dendriticNative.outside "denful.${name}";
in
if policies then {
  options.${name} = lib.mkOption {
    type = (import ../aspects.nix { inherit lib; deep = true; classes = builtins.attrNames config.den.classes; quirks = builtins.attrNames config.den.quirks; reserved = config.den.reservedKeys; }).aspectsType;
    default = { };
  };
  config = {
    den.namespaces.${name} = opened;
    flake.denful = if isPublished then { ${name} = opened; } else { };
    _module.args.${name} = opened;
  };
} else {
  options.${name} = lib.mkOption {
    type = (import ../aspects.nix { inherit lib; }).aliasType;
    apply = _: opened;
  };
  config = {
    den.ful.${name} = lib.mkAliasDefinitions options.${name};
    flake.denful = if isPublished then { ${name} = opened; } else { };
    _module.args.${name} = opened;
  };
}
