package link

import "slices"

// A meaning is that of calling some symbols.
type meaning struct {
	symbols []string
	of      intrinsic
}

// newIntrinsics returns the meaning of calling symbols that evaluation knows.
func newIntrinsics() map[string]intrinsic {
	table := make(map[string]intrinsic)
	for _, m := range slices.Concat(
		environmentMeanings(), passingMeanings(), textMeanings(), mappingMeanings(), listMeanings(), searchMeanings(),
		objectMeanings(), frameworkMeanings(),
	) {
		for _, sym := range m.symbols {
			table[sym] = m.of
		}
	}
	return table
}

// environmentMeanings are the readers of the environment.
func environmentMeanings() []meaning {
	return []meaning{
		{[]string{
			"os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop", "Deno.env.get", "decouple.config",
			"decouple.AutoConfig()", "decouple.Config()", "decouple.Config().get",
		}, environGet},
		{[]string{"os.environ.copy", "dotenv.dotenv_values", "dotenv.main.dotenv_values"}, givesSymbol("os.environ")},
		{[]string{"vite.loadEnv"}, givesSymbol("process.env")},
	}
}

// givesSymbol is a call that gives something outside the root.
func givesSymbol(sym string) intrinsic {
	return func(*linker, value, call) []value { return []value{{kind: external, sym: sym}} }
}

// passingMeanings are the functions that give what they are given, or what a
// function that they are given gives.
func passingMeanings() []meaning {
	return []meaning{
		{[]string{
			"builtins.str", "String", "copy.copy", "copy.deepcopy", "Object.freeze", "Object.seal", "structuredClone",
			"Promise.resolve", "Promise.all", "__importDefault", "__importStar", "_interopRequireDefault", "_interopRequireWildcard",
			"asyncio.run", "pydantic.SecretStr",
			"types.MappingProxyType", "Array.from", "react.use", "vue.ref", "vue.computed",
		}, first},
		{[]string{"typing.cast"}, second},
		{[]string{"Boolean", "builtins.bool"}, truthOfFirst},
		{[]string{"builtins.type"}, classesOf},
		{[]string{"builtins.getattr"}, getAttribute},
		{[]string{"importlib.import_module"}, func(l *linker, _ value, c call) []value { return l.require(c) }},
		{[]string{"function.call"}, callFunction},
		{[]string{"anyio.run"}, callArgument},
	}
}

func second(l *linker, _ value, c call) []value {
	vals, _, _ := l.arg(c, 1)
	return vals
}

func truthOfFirst(l *linker, f value, c call) []value { return truthOf(first(l, f, c)).values() }

// classesOf is type(object).
func classesOf(l *linker, f value, c call) []value {
	var s set
	for _, o := range first(l, f, c) {
		s.add(classOf(o))
	}
	return s.vals
}

func textMeanings() []meaning {
	return []meaning{
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
		{[]string{"text.replace", "text.replaceAll"}, textReplace},
		{[]string{"text.substring", "text.slice", "text.substr", "text.indexOf"}, textPart},
		{[]string{"text.startsWith", "text.endsWith", "text.includes", "text.startswith", "text.endswith"}, textAsked},
		{[]string{"sequence.join"}, joinTexts},
	}
}

func mappingMeanings() []meaning {
	return []meaning{
		{[]string{"mapping.get", "mapping.pop", "mapping.setdefault"}, mappingGet},
		{[]string{"mapping.items", "mapping.entries"}, mappingItems},
		{[]string{"mapping.values"}, mappingValues},
		{[]string{"mapping.keys"}, mappingKeys},
		{[]string{"mapping.copy"}, mappingCopy},
		{[]string{"collections.ChainMap"}, chainMap},
		{[]string{"builtins.dict.fromkeys"}, fromKeys},
		{[]string{"collections.defaultdict"}, defaultDict},
		{[]string{"Object.entries"}, objectFunction(func(v value) []value { return entriesOf(v, true) })},
		{[]string{"Object.values"}, objectFunction(func(v value) []value { return entriesOf(v, false) })},
		{[]string{"Object.keys"}, objectFunction(func(v value) []value { return []value{v} })},
		{[]string{"Object.assign", "builtins.dict", "deepmerge.default", "lodash.merge"}, mergeObjects},
		{[]string{"Object.fromEntries"}, fromPairs},
		{[]string{"Map"}, pairsMapping},
	}
}

func listMeanings() []meaning {
	return []meaning{
		{[]string{"builtins.list", "builtins.tuple", "builtins.iter", "collections.deque"}, listCall},
		{[]string{"builtins.set", "builtins.frozenset", "Set"}, setCall},
		{[]string{"builtins.sorted"}, sortedCall},
		{[]string{"builtins.reversed"}, reversedCall},
		{[]string{"builtins.enumerate"}, enumerated},
		{[]string{"builtins.zip"}, zipped},
		{[]string{"itertools.product"}, crossProduct},
		{[]string{"itertools.chain"}, chained},
		{[]string{"builtins.next"}, nextItem},
		{[]string{"sequence.at", "sequence.pop", "sequence.shift"}, sequenceItem},
		{[]string{"sequence.sort", "sequence.copy"}, func(_ *linker, f value, _ call) []value { return []value{*f.self} }},
		{[]string{"sequence.concat"}, concatenated},
	}
}

// searchMeanings are what is asked of the elements of a list.
func searchMeanings() []meaning {
	return []meaning{
		{[]string{"sequence.map", "sequence.flatMap"}, mapElements},
		{[]string{"sequence.filter"}, chosenElements},
		{[]string{"sequence.find"}, foundElement},
		{[]string{"sequence.slice"}, listPart},
		{[]string{"sequence.includes"}, listAsked},
	}
}

// objectMeanings are what copies, fills and dumps objects of classes.
func objectMeanings() []meaning {
	return []meaning{
		{[]string{"instance.dump"}, dumped},
		{[]string{"dataclasses.replace", "attr.evolve", "attrs.evolve", "copy.replace"}, replacedArgument},
		{[]string{"instance.replace"}, replacedSelf},
		{[]string{"class.validate"}, validated},
		{[]string{"dataclasses.asdict", "attr.asdict", "attrs.asdict", "builtins.vars"}, dumpedArgument},
		{[]string{"pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "attr.ib", "attrs.field", "attr.field"}, fieldDefault},
	}
}

func frameworkMeanings() []meaning {
	return []meaning{
		{[]string{"fastapi.Depends", "fastapi.params.Depends", "react.useMemo", "react.default.useMemo", "React.useMemo", "react.cache"}, callArgument},
		{[]string{"react.useState", "react.default.useState", "React.useState"}, stateful},
		{[]string{"react.useContext", "react.default.useContext", "React.useContext"}, contextual},
		{[]string{
			"typer.Option", "typer.Argument", "typer.params.Option", "fastapi.Query", "fastapi.Header", "fastapi.Body",
			"fastapi.Form", "fastapi.Cookie", "fastapi.Path",
		}, optionDefault},
	}
}
