import { expect, test } from "vitest";
import { graphOf, hostLines } from "./aspects.ts";

const flake = (includes: string) => `
#- /cells/den.nix
{ inputs, ... }: {
  imports = [ inputs.den.flakeModule (inputs.den.namespace "shop" true) ];
  den.hosts.x86_64-linux.desk = { };
}
#- /cells/desk.nix
{ den, shop, ... }: {
  den.aspects.desk.includes = [ ${includes} ];
}
#- /cells/floor.nix
{ shop.paint._.floor = { host, ... }: { nixos.services.floor = { }; }; }
#- /cells/lamp.nix
{ den.aspects.lamp = { host, ... }: { nixos.services.lamp = { }; }; }
#- /cells/pad.nix
{ den.aspects.pad = size: { nixos.services.pad = { inherit size; }; }; }
#- /cells/wall.nix
{ shop.paint._.wall = colour: coats: { nixos.services.wall = { inherit colour coats; }; }; }
`;
const everything = `
  den.aspects.lamp (den.aspects.pad "large") shop.paint._.floor (shop.paint._.wall "red" 2)
  { nixos.services.plain = { }; } ({ host, ... }: { nixos.services.asked = { }; })
`;

// Real den of 2026-04-17 sets all six services.
test.each(["2026-02-24", "2026-04-18", "2026-06-01"])(
  "all that functions give is a host's, and bears the aspect's name: %s",
  (day) => {
    const graph = graphOf(flake(everything), day);
    const written = graph.leaves.map(({ id, at }) => `${id.split("@")[0]} ${at.file.replace("/flake/cells/", "")}`);
    expect(written.sort()).toEqual([
      "den.aspects.desk.nixos desk.nix",
      "den.aspects.desk.nixos desk.nix",
      "den.aspects.desk.nixos floor.nix",
      "den.aspects.desk.nixos lamp.nix",
      "den.aspects.desk.nixos pad.nix",
      "den.aspects.desk.nixos wall.nix",
    ]);
    expect(graph.hosts.map(({ complete, pulls }) => [complete, pulls.length])).toEqual([[true, 6]]);
  },
);

test("before 2026-04-17 what a function gives counts for the file that defines it, also where it is called by hand", () => {
  const called = flake(`(den.aspects.pad "large") (shop.paint._.wall "red" 2)`);
  expect(hostLines(called, "2026-02-24")).toEqual(["nixosConfigurations.desk complete: desk.nix pad.nix wall.nix"]);
  expect(hostLines(called, "2026-04-18")).toEqual(["nixosConfigurations.desk complete: desk.nix"]);
});
