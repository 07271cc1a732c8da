_: {
  config.my.branches.tower = {
    description = "A lookout nobody has built yet.";
  };
}
