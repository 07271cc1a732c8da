# Aspects as flake-aspects (https://github.com/vic/flake-aspects) and den (https://github.com/vic/den) know them, written from their
# documentation and behaviour: their types, and which modules of a class an aspect stands for in a context. One text for all revisions:
# `deep`: aspects stand below groups, too (den since 2026-05-09). `isEffect`: what functions give is not merged, and counts for where it is
# written (den since 2026-04-17).
# Left out: transformations of a resolved tree (`meta.adapter`, `meta.handleWith`), diagrams, traces.
{ lib, deep ? false, isEffect ? false, classes ? [ ], quirks ? [ ], reserved ? [ ] }:
let
  inherit (builtins) all any attrNames attrValues concatMap elem filter head intersectAttrs isAttrs isFunction isList length map mapAttrs removeAttrs;
  inherit (lib) mkOption types;

  isCallable = x: isFunction x || (isAttrs x && x ? __functor);
  argumentsOf = lib.functionArgs;
  isModuleFunction = f: let arguments = argumentsOf f; in isCallable f && any (name: arguments ? ${name}) [ "lib" "config" "options" "aspect" ];
  isDefinedAspect = x: (isAttrs x && !(x ? __functor && removeAttrs x [ "__functor" "__functionArgs" "__file" ] == { })) || (isFunction x && isModuleFunction x);

  hidden = default: mkOption { inherit default; type = types.raw; internal = true; };

  # A function that stands for an aspect, with the file that defined it.
  functionType = lib.mkOptionType {
    name = "aspect function";
    check = x: !deep || !(isDefinedAspect x);
    merge = loc: definitions:
      let
        functions = filter (definition: isCallable definition.value) definitions;
        single = length definitions == 1;
        # What functions give is merged like an aspect of the file that defines them, also where somebody calls them by hand.
        made = result:
          if deep || isEffect || !(isAttrs result || isFunction result) || result ? __aspect then result
          else if isFunction result then { __functor = _: argument: made (result argument); __functionArgs = argumentsOf result; }
          else result // { __file = (head definitions).file; };
      in
      {
        __file = (head definitions).file;
        __identity = lib.concatStringsSep "." loc;
        __functionArgs = if functions == [ ] then { } else argumentsOf (head functions).value;
        __functor = _: argument:
          if single then made ((head definitions).value argument)
          else { includes = map (definition: if isCallable definition.value then definition.value argument else definition.value) definitions; };
      };
  };

  # Passed on as it is: what it stands for merges its definitions.
  aliasType = lib.mkOptionType { name = "alias"; check = _: true; merge = loc: definitions: null; };

  aspectType = types.submodule (
    { name, config, options, ... }:
    {
      freeformType =
        if deep then dendriticNative.typedByName (types.lazyAttrsOf contentType) typeNamed
        else types.lazyAttrsOf contentType;
      config._module.args.aspect = config;
      config.provides = lib.mkAliasDefinitions options._;
      options = {
        name = mkOption { type = types.str; default = name; };
        description = mkOption { type = types.str; default = "Aspect ${name}"; };
        meta = mkOption { type = types.lazyAttrsOf types.raw; default = { }; internal = true; };
        into = mkOption { type = intoType; default = { }; internal = true; };
        policies = mkOption { type = types.lazyAttrsOf policyType; default = { }; };
        excludes = mkOption { type = types.listOf types.raw; default = [ ]; };
        classes = mkOption { type = types.lazyAttrsOf types.raw; default = { }; };
        __identity = hidden (lib.concatStringsSep "." (lib.init options.name.loc));
        includes = mkOption { type = types.listOf types.raw; default = [ ]; };
        provides = mkOption { type = providesType; default = { }; };
        _ = mkOption { type = aliasType; apply = _: if deep then config.provides // { includes = children config; } else config.provides; };
        __functor = mkOption { type = types.raw; internal = true; default = inContext; };
        __aspect = hidden true;
        __called = hidden (options.__functor.highestPrio < 1500);
        __context = hidden null;
        __parts = hidden (
          concatMap (definition: map (value: { inherit (definition) file; inherit value; }) definition.value) options.includes.definitionsWithLocations
        );
        resolve = hidden ({ class, aspect-chain ? [ ] }: resolve [ class ] [ ] config);
        modules = hidden (lib.genAttrs (classesOf config) (class: resolve [ class ] [ ] config));
      };
    }
  );

  # Which contexts a stage leads to: a function of its own context, made of all definitions, which name stages one by one or are functions.
  intoType = lib.mkOptionType {
    name = "transitions";
    check = x: isAttrs x || isFunction x;
    merge = _: definitions: context:
      let
        canTake = f: all (name: (argumentsOf f).${name} || context ? ${name}) (attrNames (argumentsOf f));
        given = x: if isFunction x then (if canTake x then x context else { }) else x;
        sets = map (definition: if isFunction definition.value then given definition.value else mapAttrs (_: given) definition.value) definitions;
      in
      lib.zipAttrsWith (_: found: if all isList found then lib.concatLists found else head (filter (x: !(isList x)) found)) sets;
  };

  # What a policy is, is for den to say.
  policyType = lib.mkOptionType {
    name = "policy";
    check = _: true;
    merge = loc: definitions:
      let value = (lib.last definitions).value; in
      if isAttrs value then value else { __isPolicy = true; name = lib.last loc; fn = value; };
  };
  # Data that aspects hand to each other is a list of what every definition gives; what is reserved is left alone.
  quirkType = lib.mkOptionType {
    name = "quirk";
    check = _: true;
    merge = _: definitions: concatMap (definition: if isList definition.value then definition.value else [ definition.value ]) definitions;
  };
  reservedType = lib.mkOptionType { name = "reserved"; check = _: true; merge = _: definitions: (lib.last definitions).value; };
  typeNamed = name:
    if elem name classes then types.deferredModule
    else if elem name quirks then quirkType
    else if elem name reserved then reservedType
    else null;

  reservedNames = [
    "name" "description" "meta" "into" "includes" "provides" "_" "resolve" "modules"
    "__functor" "__aspect" "__called" "__context" "__parts" "__holder" "_module" "__identity" "policies" "excludes" "classes"
  ];
  classesOf = aspect: filter (name: !(elem name reservedNames) && !(elem name quirks) && !(elem name reserved)) (attrNames aspect);
  # The aspects that stand in an aspect; what it provides is not among them.
  children = aspect: map (name: aspect.${name}) (filter (name: let value = aspect.${name}; in isAttrs value && value ? __aspect) (classesOf aspect));

  # Aspects may stand in aspects: then they have classes, data or includes themselves. With deep also below groups that have none.
  classNames = [ "nixos" "darwin" "homeManager" ] ++ classes ++ quirks ++ reserved;
  aspectNames = [ "__aspect" "includes" "provides" "_" ];
  isAspectLike = x: any (name: x ? ${name}) classNames || (x ? includes && all (name: elem name (aspectNames ++ reservedNames)) (attrNames x));
  holdsAspects = depth: x: isAttrs x && !(x ? _type) && (isAspectLike x || (depth > 0 && any (holdsAspects (depth - 1)) (attrValues x)));
  isNested = x: isAttrs x && (any (name: x ? ${name}) (classNames ++ aspectNames) || (deep && !(x ? imports) && holdsAspects 6 x));
  contentType = types.either (types.addCheck aspectType isNested) types.deferredModule;

  # A function beside other definitions of an aspect is one of its includes.
  isFunctionOnly = x: !(isDefinedAspect x);
  mixedType = types.coercedTo (types.addCheck types.raw isFunctionOnly) (f: { includes = [ f ]; }) (types.addCheck aspectType isDefinedAspect);
  providerType =
    if deep then types.either functionType mixedType
    else types.either (types.addCheck aspectType isDefinedAspect) functionType;
  providesType = types.submodule (
    { config, ... }:
    {
      freeformType = types.lazyAttrsOf providerType;
      config._module.args.aspects = config;
    }
  );
  aspectsType = providesType;

  # An aspect that is called with a context.
  inContext = self: context:
    if context ? class then self
    else {
      __context = context;
      includes = [ self ];
      resolve = { class, aspect-chain ? [ ] }: resolve [ class ] [ context ] self;
    };

  resolve = classes: contexts: aspect: { imports = modulesOf { inherit classes contexts; } aspect; };

  /*
    The modules that an aspect stands for. classes: the module classes that are taken, the first one is the system's own; contexts: what
    functions may ask for, the first that fits counts; own: false takes what functions give, and nothing else.
  */
  modulesOf = { classes, contexts, own ? true }: aspect:
    let root = { includes = [ aspect ]; __context = if contexts == [ ] then null else head contexts; }; in
    collect { inherit contexts own; classes = map dendriticNative.unwritten classes; chain = [ root ]; file = null; isNamed = false; } aspect;

  collect = state: x:
    if dendriticNative.isMissing x then [ { imports = x; } ]
    else if isList x then concatMap (collect state) x
    else if isCallable x && !(isAttrs x && x ? __aspect && !x.__called) then called state x
    else
      let
        bound = x.__context or null;
        here = if x ? __aspect || !(x ? __file) then state else state // { file = x.__file; isNamed = false; };
        inner = here // { chain = state.chain ++ [ x ]; } // (if bound == null then { } else { own = true; contexts = [ bound ] ++ map (context: context // bound) state.contexts; });
      in
      (if state.own then concatMap (class: if x ? ${class} then [ (placed here x class) ] else [ ]) state.classes else [ ])
      ++ (
        if x ? __parts then concatMap (part: credited part.file (included (inner // { inherit (part) file; isNamed = false; }) x part)) (dendriticNative.unpicked x).__parts
        else if dendriticNative.isMissing (x.includes or [ ]) then collect inner x.includes
        else concatMap (value: included inner x { inherit value; }) ((dendriticNative.unpicked x).includes or [ ])
      );

  # What an item of an aspect's list brings comes through the aspect, and was picked by the item.
  included = state: x: item: viaAspect (holding state.classes x // { inherit item; }) (collect state item.value);
  viaAspect = inclusion: modules:
    if dendriticNative.isMissing modules || modules == [ ] then modules
    else [ { "dendritic inclusion" = inclusion; imports = modules; } ];
  holding = classes: x: { holder = x.__holder or x; class = head (filter (class: x ? ${class}) classes ++ [ (head classes) ]); };

  # What is written elsewhere than the file that includes it counts for that file, as in Nix.
  placed = state: x: class:
    if x ? __aspect || state.file == null || state.isNamed || (builtins.unsafeGetAttrPos class x).file or null == state.file then x.${class}
    else types.deferredModule.merge [ "includes" ] [ { inherit (state) file; value = x.${class}; } ];

  called = state: f:
    let
      function = if isAttrs f && f ? __aspect then f.__functor f else f;
      arguments = argumentsOf function;
      required = filter (name: !arguments.${name}) (attrNames arguments);
      isStatic = arguments ? class || arguments ? aspect-chain;
      plain = names: filter (name: name != "OS" && name != "HM") names;
      fits = context: all (name: context ? ${name}) required && (!(arguments ? __exactly) || plain required == plain (attrNames context));
      fitting = filter fits state.contexts;
      given = if arguments == { } then head fitting else intersectAttrs arguments (head fitting);
      static = intersectAttrs arguments { class = head state.classes; aspect-chain = state.chain; };
      result =
        if isStatic then (if state.own then function static else null)
        else if fitting == [ ] then null
        else function given;
    in
    if result == null then [ ] else credited (if isEffect then null else f.__file or null) (collect (state // { own = true; file = f.__file or state.file; isNamed = isEffect && f ? __file; }) result);

  # Nix credits what an aspect includes to the file that includes it too.
  credited = file: modules:
    if dendriticNative.isMissing modules || file == null || modules == [ ] then modules
    else [ (types.deferredModule.merge [ "includes" ] [ { inherit file; value = { }; } ]) ] ++ modules;

  transposed = aspects: lib.foldl' (
    result: { class, name }: result // { ${class} = (result.${class} or { }) // { ${name} = resolve [ class ] [ ] aspects.${name}; }; }
  ) { } (concatMap (name: if isCallable aspects.${name} && !(aspects.${name} ? __aspect) then [ ] else map (class: { inherit class name; }) (classesOf aspects.${name})) (attrNames aspects));
in
{
  inherit aliasType aspectType aspectsType holding providerType modulesOf resolve transposed viaAspect isCallable argumentsOf classesOf reservedNames;
}
