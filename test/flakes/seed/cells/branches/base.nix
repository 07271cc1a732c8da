_: {
  config.my.branches.base = {
    description = "The soil everything stands in.";
  };
}
