{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my.hosts = mkOption {
    type = types.attrsOf (
      types.submodule {
        options = {
          system = mkOption {
            type = types.str;
            default = "x86_64-linux";
          };
          branches = mkOption {
            type = types.listOf types.str;
            default = [ ];
            description = "Branches of this machine alone, after those of the profile.";
          };
          keepsProfile = mkOption {
            type = types.bool;
            default = true;
            description = "Whether the machine grows my.profile.branches too.";
          };
          nixosModules = mkOption {
            type = types.listOf types.deferredModule;
            default = [ ];
          };
          hmModules = mkOption {
            type = types.listOf types.deferredModule;
            default = [ ];
          };
          hardwareModules = mkOption {
            type = types.listOf types.deferredModule;
            default = [ ];
          };
        };
      }
    );
    default = { };
  };

  config._module.args.gardenLib = {
    gather =
      {
        cfg,
        hostName,
        hostCfg,
      }:
      let
        wanted = lib.unique (
          lib.optionals hostCfg.keepsProfile cfg.profile.branches ++ hostCfg.branches
        );
        known = builtins.attrNames cfg.branches;
        strangers = builtins.filter (name: !(builtins.elem name known)) wanted;
        grown =
          if strangers != [ ] then
            throw ("No such branches for ${hostName}: " + lib.concatStringsSep ", " strangers)
          else
            map (name: cfg.branches.${name}) wanted;
      in
      {
        inherit wanted grown;
        nixosModules = lib.concatMap (branch: branch.nixosModules) grown;
        hmModules = lib.concatMap (branch: branch.hmModules) grown;
      };
  };
}
