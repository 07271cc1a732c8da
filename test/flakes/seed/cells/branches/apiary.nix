_: {
  config.my.branches.apiary = {
    description = "Beehive scales and their dashboard.";
  };
}
