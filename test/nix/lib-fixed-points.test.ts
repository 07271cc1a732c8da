import { test } from "vitest";
import { checkLib } from "./lib.ts";

test("a fixed point refers to itself lazily", () =>
  checkLib(`
    fix (self: { a = 1; b = self.a; }) ==> { a = 1; b = 1; }
    (fix (self: { a = throw "no"; b = self ? a; })).b ==> true
    (fix' (self: { a = 1; b = self.a; })).b ==> 1
    converge (x: x / 2) 16 ==> 0
  `));

test("extensions see the final set and the one before", () =>
  checkLib(`
    fix (extends (final: prev: { a = prev.a + 10; c = final.b; }) (self: { a = 1; b = self.a; })) ==> { a = 11; b = 11; c = 11; }
    fix (extends (composeManyExtensions [ (f: p: { x = p.x + 1; }) (f: p: { x = p.x * 10; y = f.x; }) ]) (self: { x = 1; })) ==> { x = 20; y = 20; }
    fix (extends (composeExtensions (f: p: { x = p.x + 1; }) (f: p: { x = p.x * 10; })) (self: { x = 1; })) ==> { x = 20; }
    toExtension (final: prev: { a = final.f + prev.p; }) { f = 1; } { p = 2; } ==> { a = 3; }
    toExtension (prev: { a = prev.p; }) { f = 1; } { p = 2; } ==> { a = 2; }
    toExtension { a = 0; } { f = 1; } { p = 2; } ==> { a = 0; }
  `));

test("an extensible set is extended again and again", () =>
  checkLib(`
    ((makeExtensible (self: { a = 1; b = self.a + 1; })).extend (final: prev: { a = prev.a + 10; })).b ==> 12
    (((makeExtensible (self: { a = 1; })).extend (f: p: { b = f.a; })).extend (f: p: { a = 5; })).b ==> 5
    ((makeExtensibleWithCustomName "more" (self: { a = 1; })).more (f: p: { a = 2; })).a ==> 2
  `));

test("a scope calls its packages with one another", () =>
  checkLib(
    `
    (makeScope callPackageWith (self: { a = 1; b = self.callPackage ({ a }: a + 1) { }; })).b ==> 2
    (callPackageWith { a = 1; b = 2; } ({ a }: { inherit a; }) { }).a ==> 1
    ((callPackageWith { a = 1; } ({ a }: { inherit a; }) { }).override { a = 7; }).a ==> 7
    (callPackageWith { a = 1; } /flake/pkg.nix { }).got ==> 1
    attrNames (filesystem.packagesFromDirectoryRecursive { callPackage = callPackageWith { a = 1; }; directory = /flake/pkgs; }) ==> [ "one" "two" ]
  `,
    {
      "/flake/pkg.nix": "{ a }: { got = a; }",
      "/flake/pkgs/one.nix": "{ a }: a",
      "/flake/pkgs/two/package.nix": "{ }: 2",
    },
  ));
