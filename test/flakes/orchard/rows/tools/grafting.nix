{
  flake.lib.graft =
    name: mayPrune:
    { lib, ... }:
    {
      users.users.${name} = {
        isNormalUser = true;
        extraGroups = lib.optional mayPrune "wheel";
      };
    };
}
