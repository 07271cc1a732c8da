{ inputs, ... }:
{
  flake.modules.nixos = {
    wren = inputs.self.lib.graft "wren" true;
    finch = inputs.self.lib.graft "finch" false;
  };
}
