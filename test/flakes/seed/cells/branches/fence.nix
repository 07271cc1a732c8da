_: {
  config.my.branches = {
    fence.description = "Keeps the hares out.";
  };
}
