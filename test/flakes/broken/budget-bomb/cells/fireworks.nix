_:
let
  double = times: list: if times == 0 then list else double (times - 1) (list ++ list);
  forever = count: forever (count + 1);
in
{
  config.my.branches.fireworks.nixosModules = double 60 [ { services.fwupd.enable = true; } ];

  config.my.branches.rocket.nixosModules = forever 0;
}
