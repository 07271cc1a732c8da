_: {
  config.my.branches.pantry = {
    description = "Storage that serves the house.";
  };
}
