# flake-aspects (https://github.com/vic/flake-aspects), all revisions, written from its documentation and behaviour: its flake module,
# and its library as a function of nixpkgs' `lib`.
let
  libraryOf = lib:
    let
      aspects = import ../aspects.nix { inherit lib; };
      new = wrap: found: wrap (lib.mkOption { type = aspects.aspectsType; default = { }; }) (aspects.transposed found);
    in
    {
      types = { inherit (aspects) aspectsType providerType; aspectSubmodule = aspects.aspectType; };
      aspects = found: { transposed = aspects.transposed found; };
      inherit new;
      new-scope = name: { config, ... }: new (option: modules: {
        options.${name} = {
          aspects = option;
          modules = lib.mkOption { type = lib.types.raw; default = modules; };
        };
      }) config.${name}.aspects;
      resolve = class: chain: aspect: aspects.resolve [ class ] [ ] aspect;
      forward = { each, fromClass, intoClass, intoPath, fromAspect }: {
        includes = map (item: {
          ${intoClass item} = lib.setAttrByPath (intoPath item) { imports = [ (aspects.resolve [ (fromClass item) ] [ ] (fromAspect item)) ]; };
        }) each;
      };
    };
in
{
  lib = libraryOf;
  flakeModule = ./module.nix;
}
