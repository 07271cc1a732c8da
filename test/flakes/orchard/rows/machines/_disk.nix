{
  disko.devices.disk.main = {
    type = "disk";
    device = "/dev/sda";
  };
}
