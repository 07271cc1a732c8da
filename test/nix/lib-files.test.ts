import { test } from "vitest";
import { checkLib } from "./lib.ts";

const tree = {
  "/flake/m/b.nix": "",
  "/flake/m/a.nix": "",
  "/flake/m/_c.nix": "",
  "/flake/m/d/e.nix": "",
  "/flake/m/d/f.txt": "",
  "/flake/m/link": "-> a.nix",
};

test("kinds of files", () =>
  checkLib(
    `
    [ (pathIsDirectory /flake/m) (pathIsDirectory /flake/m/a.nix) (pathIsRegularFile /flake/m/a.nix) (pathIsDirectory /flake/none) ] ==> [ true false true false ]
    pathType /flake/m ==> "directory"
    filesystem.resolveDefaultNix /flake/m ==> /flake/m/default.nix
    pathIsDirectory /elsewhere ==> <unknown: /elsewhere is outside the workspace>
  `,
    tree,
  ));

test("files below a directory come in Nix's order", () =>
  checkLib(
    `
    filesystem.listFilesRecursive /flake/m ==> [ /flake/m/_c.nix /flake/m/a.nix /flake/m/b.nix /flake/m/d/e.nix /flake/m/d/f.txt /flake/m/link ]
    filesystem.listFilesRecursive /flake/m/d ==> [ /flake/m/d/e.nix /flake/m/d/f.txt ]
    filter (hasSuffix ".nix") (map toString (filesystem.listFilesRecursive /flake/m/d)) ==> [ "/flake/m/d/e.nix" ]
    filesystem.listFilesRecursive /elsewhere ==> <unknown: /elsewhere is outside the workspace>
    (filesystem.locateDominatingFile "b.nix" /flake/m/d/e.nix).path ==> /flake/m
  `,
    tree,
  ));

test("file sets", () =>
  checkLib(
    `
    fileset.toList /flake/m/d ==> [ /flake/m/d/e.nix /flake/m/d/f.txt ]
    fileset.toList (fileset.fileFilter (f: f.hasExt "nix" && !(hasPrefix "_" f.name)) /flake/m) ==> [ /flake/m/a.nix /flake/m/b.nix /flake/m/d/e.nix ]
    fileset.toList (fileset.fileFilter (f: f.type == "symlink") /flake/m) ==> [ /flake/m/link ]
    fileset.toList (fileset.unions [ /flake/m/d/f.txt /flake/m/a.nix (fileset.maybeMissing /flake/none) ]) ==> [ /flake/m/a.nix /flake/m/d/f.txt ]
    fileset.toList (fileset.union /flake/m/d /flake/m/d) ==> [ /flake/m/d/e.nix /flake/m/d/f.txt ]
    fileset.toList (fileset.intersection /flake/m/d (fileset.fileFilter (f: f.hasExt "nix") /flake/m)) ==> [ /flake/m/d/e.nix ]
    fileset.toList (fileset.difference /flake/m/d /flake/m/d/e.nix) ==> [ /flake/m/d/f.txt ]
    fileset.toList (fileset.fileFilter (f: mystery) /flake/m/d) ==> [ ?/flake/m/d/e.nix ?/flake/m/d/f.txt ]
    length (fileset.toList (fileset.gitTracked /flake/m)) ==> 6
    fileset.toSource { root = /flake; fileset = /flake/m; } ==> <external lib.fileset.toSource(…)>
    fileset.toList "x" ==> <thrown: lib.fileset.toList: Argument ("x") is a string-like value, but it should be a file set or a path instead.>
  `,
    tree,
  ));

test("sources stand for their paths", () =>
  checkLib(
    `
    [ (cleanSource /flake/m) (cleanSourceWith { src = /flake/m; filter = p: t: false; }) (sourceByRegex /flake/m [ ]) ] ==> [ /flake/m /flake/m /flake/m ]
    [ (cleanSourceFilter "/x/.git" "directory") (cleanSourceFilter "/x/a.nix" "regular") (cleanSourceFilter "/x/a~" "regular") ] ==> [ false true false ]
    [ (sources.shortRev "v1.2.3") (sources.urlToName "https://x/repo.git") (revOrTag "abc" null) ] ==> [ "1.2.3" "repo" "abc" ]
  `,
    tree,
  ));

test("paths", () =>
  checkLib(`
    path.append /flake "a/./b" ==> /flake/a/b
    [ (path.hasPrefix /a /a/b) (path.hasPrefix /a /ab) (path.hasPrefix /. /a) ] ==> [ true false true ]
    [ (path.removePrefix /a /a/b/c) (path.removePrefix /a /a) ] ==> [ "./b/c" "./." ]
    path.splitRoot /a/b ==> { root = /; subpath = "./a/b"; }
    [ (path.subpath.isValid "a/b") (path.subpath.isValid "/a") (path.subpath.isValid "a/..") (path.subpath.isValid "") ] ==> [ true false false false ]
    [ (path.subpath.join [ "a" "./b/" ]) (path.subpath.normalise "a//b/.") (path.subpath.components "./a/b") ] ==> [ "./a/b" "./a/b" [ "a" "b" ] ]
    path.hasPrefix "/a" /b ==> <thrown: lib.path.hasPrefix: First argument is of type string, but a path was expected>
  `));
