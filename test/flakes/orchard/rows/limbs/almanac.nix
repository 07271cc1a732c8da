{
  flake.modules.generic.almanac =
    { lib, ... }:
    {
      options.almanac.season = lib.mkOption {
        type = lib.types.enum [
          "spring"
          "autumn"
        ];
        default = "autumn";
      };
    };
}
