_: {
  config.my.branches.terrace = {
    description = "Where one sits: the graphical session.";
  };
}
