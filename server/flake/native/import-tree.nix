# import-tree (https://github.com/vic/import-tree, https://import-tree.oeiuwq.com), all revisions, written from its documentation and
# behaviour: a callable set that turns directories into one module importing every file below them, with an interface to filter and map the
# files. `relative`: filters see the path below the root directory (since 2025-10-22), else the absolute one. `keepExplicit`: files that are
# named one by one are not filtered (since 2026-09-02). `combinators`: a function of the tree itself may stand for what to import (since
# spring 2026).
{ relative ? true, keepExplicit ? false, combinators ? true }:
let
  inherit (builtins) all concatLists filter isAttrs isFunction isList isPath isString map match stringLength substring;

  isPlace = x: isPath x || isString x || (isAttrs x && x ? outPath);
  isTree = x: isAttrs x && x ? __importTree;
  kindOf = place: dendriticNative.pathKind place;
  startsWith = start: text: substring 0 (stringLength start) text == start;
  endsWith = end: text: let n = stringLength text; k = stringLength end; in n >= k && substring (n - k) k text == end;
  flatten = x: if isList x then concatLists (map flatten x) else [ x ];
  isHidden = path: match ".*/_.*" path != null;

  start = {
    tests = [ ];
    initial = null;
    transform = x: x;
    places = [ ];
    library = null;
    sink = null;
    api = { };
    scope = null;
  };

  expand = place:
    if isTree place then place.files
    else if isAttrs place && place ? outPath then expand place.outPath
    else if isPlace place && kindOf place == "directory" then map (file: { inherit file; explicit = false; }) (dendriticNative.filesBelow place)
    else place;

  entries = place:
    let found = expand place; in
    if isList found then map (entry: if isAttrs entry && entry ? explicit then entry else { file = entry; explicit = true; }) found
    else [ { file = found; explicit = true; } ];

  select = state: argument:
    let
      given = flatten [ state.places argument ];
      roots = map toString (filter (place: isPlace place && kindOf place == "directory") given);
      shown = path:
        let
          text = toString path;
          under = filter (root: startsWith root text) roots;
          root = builtins.head under;
        in
        if relative && under != [ ] then substring (stringLength root) (-1) text else text;
      passes = test: entry: if isPlace entry.file then test (shown entry.file) else true;
      plain = path: endsWith ".nix" path && !(isHidden path);
      first = if state.initial == null then plain else state.initial;
      keeps = entry:
        (keepExplicit && entry.explicit)
        || (passes first entry && all (test: passes test entry) state.tests);
      filtered = map (entry: entry.file) (filter keeps (concatLists (map entries given)));
      # The same for one directory, where native code finds the plain files.
      only = builtins.head given;
      isUsual = state.initial == null && builtins.length given == 1 && isPlace only && kindOf only == "directory";
      start = if relative then toString only else "";
      plainFiles = if isUsual then dendriticNative.plainFilesBelow start only else null;
      passesAll = file: let path = dendriticNative.pathBelow start file; in all (test: test path) state.tests;
      usual = if state.tests == [ ] then plainFiles else filter passesAll plainFiles;
    in
    map (file: scoped state (state.transform file)) (if plainFiles == null then filtered else usual);

  scoped = state: file: if state.scope == null || !(isPlace file) then file else builtins.scopedImport state.scope file;

  read = state: argument:
    if state.sink == null then { imports = [ ({ ... }: { imports = select state argument; }) ]; }
    else state.sink (select state argument);

  # Called as a module (it stands in imports), or with what to import.
  call = self: argument:
    if combinators && isFunction argument && builtins.functionArgs argument == { } then argument self
    else read self.__state (if isAttrs argument && argument ? options then [ ] else argument);

  make = state:
    let
      self = builtins.mapAttrs (_: extension: extension self) state.api // {
        __importTree = true;
        __state = state;
        __config = state // { __functor = call; };
        __functor = call;
        filter = test: make (state // { tests = state.tests ++ [ test ]; });
        filterNot = test: make (state // { tests = state.tests ++ [ (path: !(test path)) ]; });
        match = pattern: make (state // { tests = state.tests ++ [ (path: dendriticNative.matches pattern path) ]; });
        matchNot = pattern: make (state // { tests = state.tests ++ [ (path: !(dendriticNative.matches pattern path)) ]; });
        initFilter = test: make (state // { initial = test; });
        map = f: make (state // { transform = x: f (state.transform x); });
        addPath = place: make (state // { places = state.places ++ [ place ]; });
        addAPI = api: make (state // { api = state.api // api; });
        addScoped = scope: make (state // { scope = (if state.scope == null then { } else state.scope) // scope; });
        withLib = library: make (state // { inherit library; });
        pipeTo = sink: make (state // { inherit sink; });
        leafs = make (state // { sink = x: x; });
        leaves = make (state // { sink = x: x; });
        files = (make (state // { sink = x: x; })) [ ];
        result = self [ ];
        new = make start;
      };
    in
    self;
in
make start
