# A model as of the revision that a flake pins. It stands in a folder of its own for each such input, beside `settings.json`, which says
# which model that is, by its path below the folder of all models, and what it is called with. So the place of the file tells one input
# from another, as in Nix.
let
  inherit (builtins.fromJSON (builtins.readFile ./settings.json)) model settings;
in
import (../.. + "/${model}") settings
