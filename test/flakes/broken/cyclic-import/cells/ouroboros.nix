{ serpent, ... }:
{
  config._module.args.serpent = serpent;

  config.my.branches.ouroboros.nixosModules = serpent;
}
