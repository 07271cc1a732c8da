{
  config,
  inputs,
  lib,
  ...
}:
let
  user = config.my.user.name;
  vault = toString inputs.garden-secrets;
  sopsFile = "${vault}/garden.yaml";
  passwordKey = "password_${user}";
in
{
  config.my.branches.keys.nixosModules = [
    inputs.sops-nix.nixosModules.sops
    (
      { config, ... }:
      {
        sops = {
          defaultSopsFile = sopsFile;
          age.keyFile = "/persist/keys.txt";
          secrets.${passwordKey}.neededForUsers = true;
        };
        users.users.${user}.hashedPasswordFile = lib.mkForce config.sops.secrets.${passwordKey}.path;
      }
    )
  ];

  config.my.branches.keys.hmModules = [
    inputs.sops-nix.homeManagerModules.sops
    (
      { lib, ... }:
      {
        sops = {
          defaultSopsFile = sopsFile;
          age.keyFile = lib.mkDefault "/home/${user}/.config/sops/age/keys.txt";
        };
      }
    )
  ];
}
