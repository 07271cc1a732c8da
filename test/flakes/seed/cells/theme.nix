{ config, ... }:
let
  themes = {
    hedgerow = {
      slug = "hedgerow";
      variant = "dusk";
      colors = {
        moss = "5b6e3a";
        clay = "a5653f";
        thistle = "7a5c8e";
        cream = "f3ead3";
      };
      accent = "thistle";
      font = {
        mono = "Iosevka";
        size = 12;
      };
      petals = {
        petal_1 = "#7a5c8e";
        petal_2 = "#a5653f";
        petal_3 = "#f3ead3";
      };
    };

    orchard-noon = {
      slug = "orchard-noon";
      variant = "noon";
      colors = {
        moss = "7f9a4e";
        clay = "c98a5b";
        thistle = "a98bc0";
        cream = "fffaf0";
      };
      accent = "moss";
      font = {
        mono = "Iosevka";
        size = 13;
      };
      petals = {
        petal_1 = "#7f9a4e";
        petal_2 = "#c98a5b";
        petal_3 = "#fffaf0";
      };
    };
  };
in
{
  config.my.theme =
    themes.${config.my.profile.theme} or (throw "No such theme: ${config.my.profile.theme}");
}
