package link

// newIntrinsics returns the meaning of calling symbols that evaluation knows.
func newIntrinsics() map[string]intrinsic {
	table := make(map[string]intrinsic)
	for _, row := range []struct {
		symbols []string
		meaning intrinsic
	}{
		{[]string{
			"os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop", "Deno.env.get", "decouple.config",
			"decouple.AutoConfig()", "decouple.Config()", "decouple.Config().get",
		}, environGet},
		{[]string{
			"builtins.str", "String", "copy.copy", "copy.deepcopy", "Object.freeze", "Object.seal", "structuredClone",
			"Promise.resolve", "Promise.all", "__importDefault", "__importStar", "_interopRequireDefault", "_interopRequireWildcard",
			"asyncio.run", "pydantic.SecretStr",
			"types.MappingProxyType", "Array.from", "react.use", "vue.ref", "vue.computed",
		}, first},
		{[]string{"typing.cast"}, func(l *linker, _ value, c call) []value {
			vals, _, _ := l.arg(c, 1)
			return vals
		}},
		{[]string{
			"text.strip", "text.lower", "text.trim", "text.toLowerCase", "text.toString", "text.rstrip", "text.lstrip",
			"text.casefold", "text.trimEnd", "text.trimStart", "text.valueOf", "text.get_secret_value", "text.as_str",
		}, textSelf},
		{[]string{"text.upper", "text.toUpperCase"}, textUpper},
		{[]string{"text.removeprefix", "text.removesuffix"}, textWithout},
		{[]string{"text.split"}, textSplit},
		{[]string{"text.rsplit"}, textSplitLast},
		{[]string{"text.partition", "text.rpartition"}, textPartition},
		{[]string{"text.join"}, textJoin},
		{[]string{"text.format"}, textFormat},
		{[]string{"builtins.next"}, nextItem},
		{[]string{"text.replace", "text.replaceAll"}, textReplace},
		{[]string{"mapping.get", "mapping.pop", "mapping.setdefault"}, mappingGet},
		{[]string{"builtins.type"}, func(l *linker, f value, c call) []value {
			var s set
			for _, o := range first(l, f, c) {
				s.add(classOf(o))
			}
			return s.vals
		}},
		{[]string{"os.environ.copy"}, func(*linker, value, call) []value { return []value{{kind: external, sym: "os.environ"}} }},
		{[]string{"mapping.items", "mapping.entries"}, mappingItems},
		{[]string{"mapping.values"}, mappingValues},
		{[]string{"mapping.keys"}, mappingKeys},
		{[]string{"mapping.copy"}, mappingCopy},
		{[]string{"builtins.list", "builtins.tuple", "builtins.iter", "collections.deque"}, listCall},
		{[]string{"builtins.set", "builtins.frozenset", "Set"}, setCall},
		{[]string{"builtins.sorted"}, sortedCall},
		{[]string{"builtins.reversed"}, reversedCall},
		{[]string{"builtins.enumerate"}, enumerated},
		{[]string{"builtins.zip"}, zipped},
		{[]string{"itertools.product"}, crossProduct},
		{[]string{"itertools.chain"}, chained},
		{[]string{"collections.ChainMap"}, chainMap},
		{[]string{"builtins.dict.fromkeys"}, fromKeys},
		{[]string{"collections.defaultdict"}, defaultDict},
		{[]string{"Object.entries"}, objectFunction(func(v value) []value { return entriesOf(v, true) })},
		{[]string{"Object.values"}, objectFunction(func(v value) []value { return entriesOf(v, false) })},
		{[]string{"Object.keys"}, objectFunction(func(v value) []value { return []value{v} })},
		{[]string{"Object.assign", "builtins.dict", "deepmerge.default", "lodash.merge"}, mergeObjects},
		{[]string{"Map"}, pairsMapping},
		{[]string{"Object.fromEntries"}, fromPairs},
		{[]string{"sequence.at", "sequence.pop", "sequence.shift"}, sequenceItem},
		{[]string{"instance.dump"}, dumped},
		{[]string{"dataclasses.replace", "attr.evolve", "attrs.evolve", "copy.replace"}, replacedArgument},
		{[]string{"instance.replace"}, replacedSelf},
		{[]string{"class.validate"}, validated},
		{[]string{"dataclasses.asdict", "attr.asdict", "attrs.asdict", "builtins.vars"}, dumpedArgument},
		{[]string{"importlib.import_module"}, func(l *linker, _ value, c call) []value { return l.require(c) }},
		{[]string{"function.call"}, callFunction},
		{[]string{"builtins.getattr"}, getAttribute},
		{[]string{"react.useMemo", "react.default.useMemo", "React.useMemo", "react.cache", "anyio.run"}, callArgument},
		{[]string{"react.useState", "react.default.useState", "React.useState"}, stateful},
		{[]string{"react.useContext", "react.default.useContext", "React.useContext"}, contextual},
		{[]string{"sequence.join"}, joinTexts},
		{[]string{"text.substring", "text.slice", "text.substr", "text.indexOf"}, textPart},
		{[]string{"sequence.map", "sequence.flatMap"}, mapElements},
		{[]string{"sequence.filter"}, chosenElements},
		{[]string{"sequence.find"}, foundElement},
		{[]string{"sequence.slice"}, listPart},
		{[]string{"text.startsWith", "text.endsWith", "text.includes", "text.startswith", "text.endswith"}, textAsked},
		{[]string{"sequence.includes"}, listAsked},
		{[]string{"Boolean", "builtins.bool"}, func(l *linker, f value, c call) []value {
			return truthOf(first(l, f, c)).values()
		}},
		{[]string{"sequence.concat", "sequence.sort", "sequence.copy"}, func(_ *linker, f value, _ call) []value { return []value{*f.self} }},
		{[]string{"vite.loadEnv"}, func(*linker, value, call) []value { return []value{{kind: external, sym: "process.env"}} }},
		{[]string{"dotenv.dotenv_values", "dotenv.main.dotenv_values"}, func(*linker, value, call) []value { return []value{{kind: external, sym: "os.environ"}} }},
		{[]string{"fastapi.Depends", "fastapi.params.Depends"}, callArgument},
		{[]string{"pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "attr.ib", "attrs.field", "attr.field"}, fieldDefault},
		{[]string{
			"typer.Option", "typer.Argument", "typer.params.Option", "fastapi.Query", "fastapi.Header", "fastapi.Body",
			"fastapi.Form", "fastapi.Cookie", "fastapi.Path",
		}, optionDefault},
	} {
		for _, sym := range row.symbols {
			table[sym] = row.meaning
		}
	}
	return table
}
