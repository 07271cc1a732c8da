{ config, lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.my = {
    depth = mkOption {
      type = types.int;
      default = config.my.depth;
    };
    echo = mkOption { type = types.bool; };
    ping = mkOption { type = types.str; };
    pong = mkOption { type = types.str; };
  };

  config.my.echo = config.my.echo;
  config.my.ping = config.my.pong;
  config.my.pong = config.my.ping;
}
