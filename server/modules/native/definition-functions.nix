# Functions of nixpkgs' `lib.modules`, `lib.options` and `lib.types` for code that handles definitions by hand. After the nixpkgs manual and
# `lib/{modules,options,types}.nix` (https://github.com/NixOS/nixpkgs), all revisions.
# Left out: checks that definitions fit their types.
{ lib }:
let
  inherit (lib) mapAttrs mkIf mkOptionType mkOverride types;
  inherit (builtins) concatMap filter foldl' head isAttrs isBool isList length map sort;

  kindOf = value: if value ? _type then value._type else null;
  plainOverride = 100;
  plainOrder = 1000;

  mapDefinitionValue = change: definition:
    let
      below = name: definition // { ${name} = mapDefinitionValue change definition.${name}; };
      kind = kindOf definition;
    in
    if kind == "merge" then definition // { contents = map (mapDefinitionValue change) definition.contents; }
    else if builtins.elem kind [ "if" "override" "order" ] then below "content"
    else if kind == "definition" then below "value"
    else change definition;

  dischargeProperties = definition:
    let kind = kindOf definition; in
    if kind == "merge" then concatMap dischargeProperties definition.contents
    else if kind != "if" then [ definition ]
    else if !isBool definition.condition then throw "‘mkIf’ called with a non-Boolean condition"
    else if definition.condition then dischargeProperties definition.content
    else [ ];

  pushDownProperties = config:
    let
      kind = kindOf config;
      around = wrap: map (inner: if isAttrs inner then mapAttrs (_: wrap) inner else inner) (pushDownProperties config.content);
    in
    if kind == "merge" then concatMap pushDownProperties config.contents
    else if kind == "if" then around (mkIf config.condition)
    else if kind == "override" then around (mkOverride config.priority)
    else [ config ];

  priorityOf = definition: if kindOf definition.value == "override" then definition.value.priority else plainOverride;
  unwrapped = definition:
    if kindOf definition.value == "override" then definition // { value = definition.value.content; } else definition;
  strongest = definitions:
    let
      lowest = foldl' lib.min 9999 (map priorityOf definitions);
      highestPrio = if length definitions == 1 then priorityOf (head definitions) else lowest;
    in
    {
      inherit highestPrio;
      values = map unwrapped (
        if length definitions == 1 then definitions else filter (definition: priorityOf definition == highestPrio) definitions
      );
    };

  ordered = definitions:
    let
      withOrder = definition:
        if kindOf definition.value == "order"
        then definition // { value = definition.value.content; inherit (definition.value) priority; }
        else definition;
      orderOf = definition: definition.priority or plainOrder;
    in
    sort (a: b: orderOf a < orderOf b) (map withOrder definitions);

  # What an option of this type comes to, definitions given by hand.
  mergeDefinitions = path: type: definitions:
    let
      discharged = concatMap (definition: map (value: { inherit (definition) file; inherit value; }) (dischargeProperties definition.value)) definitions;
      sorted = ordered (strongest discharged).values;
      hasEmpty = (type.emptyValue or { }) ? value;
    in
    rec {
      defsFinal = sorted;
      defsFinal' = { values = sorted; inherit (strongest discharged) highestPrio; };
      isDefined = sorted != [ ];
      mergedValue =
        if isDefined then type.merge path sorted
        else if hasEmpty then type.emptyValue.value
        else throw "The option `${lib.showOption path}' was accessed but has no value defined. Try setting the option.";
      optionalValue = if isDefined then { value = mergedValue; } else { };
    };

  scrubbed = value:
    if lib.isDerivation value then
      { inherit (value) name; type = "derivation"; drvPath = value.name; outPath = value.name; }
    else if isList value then map scrubbed value
    else if isAttrs value then mapAttrs (_: scrubbed) (removeAttrs value [ "_args" ])
    else value;

  isType = kind: value: (value._type or "") == kind;
  setType = kind: value: value // { _type = kind; };

  # Any value that a data format can hold.
  serializable = { typeName, nullable ? true }:
    let
      plain = types.oneOf [ types.bool types.int types.float types.str types.path (types.attrsOf whole) (types.listOf whole) ];
      whole = (if nullable then types.nullOr plain else plain) // { description = "${typeName} value"; };
    in
    whole;
in
{
  modules = {
    inherit mapDefinitionValue dischargeProperties pushDownProperties mergeDefinitions;
    defaultOverridePriority = plainOverride;
    defaultOrderPriority = plainOrder;
    filterOverrides = definitions: (strongest definitions).values;
    filterOverrides' = strongest;
    sortProperties = ordered;
    mkFixStrictness = value: value;
    fixMergeModules = modules: args: lib.evalModules { inherit modules args; };
    mkAliasIfDef = option: mkIf option.isDefined;
    importJSON = file: { _file = file; config = lib.trivial.importJSON file; };
    importTOML = file: { _file = file; config = lib.trivial.importTOML file; };
  };
  options = {
    mergeUniqueOption = { message, merge ? _: definitions: (head definitions).value }: path: definitions:
      if length definitions == 1 then merge path definitions
      else throw "The option `${lib.showOption path}' is defined multiple times while it's expected to be unique.\n${message}";
    scrubOptionValue = scrubbed;
    literalCode = language: text: { _type = "literalMD"; text = "```${language}\n${text}\n```"; };
  };
  types = {
    inherit isType setType;
    serializableValueWith = serializable;
    json = serializable { typeName = "JSON"; };
    toml = serializable { typeName = "TOML"; nullable = false; };
    luaInline = mkOptionType {
      name = "luaInline";
      description = "inline lua";
      check = value: (value._type or null) == "lua-inline";
      merge = lib.mergeEqualOption;
    };
    fileset = mkOptionType {
      name = "fileset";
      description = "fileset";
      check = lib.fileset.isFileset;
      merge = _: definitions: lib.fileset.unions (map (definition: definition.value) definitions);
      emptyValue.value = lib.fileset.empty;
    };
    optionDeclaration = mkOptionType {
      name = "optionDeclaration";
      description = "option declaration";
      check = value: isType "option" value && !(value ? value);
    };
  };
}
