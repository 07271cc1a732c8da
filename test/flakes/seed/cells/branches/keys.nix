_: {
  config.my.branches.keys = {
    description = "Secrets, handed out by sops-nix.";
  };
}
