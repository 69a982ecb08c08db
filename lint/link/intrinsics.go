package link

// intrinsicOf returns the meaning of calling a symbol, or nil.
func intrinsicOf(sym string) intrinsic {
	switch sym {
	case "os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop", "Deno.env.get", "decouple.config",
		"decouple.AutoConfig()", "decouple.Config()", "decouple.Config().get":
		return environGet
	case "builtins.str", "String", "copy.copy", "copy.deepcopy", "Object.freeze", "Object.seal", "structuredClone",
		"Promise.resolve", "Promise.all", "__importDefault", "__importStar", "_interopRequireDefault", "_interopRequireWildcard", "builtins.next", "builtins.iter", "builtins.list", "builtins.tuple", "builtins.set",
		"builtins.sorted", "builtins.frozenset", "builtins.reversed", "asyncio.run", "pydantic.SecretStr",
		"types.MappingProxyType", "builtins.vars", "Array.from", "Set", "react.use", "vue.ref", "vue.computed":
		return first
	case "typing.cast":
		return func(l *linker, _ value, c call) []value {
			vals, _, _ := l.arg(c, 1)
			return vals
		}
	case "text.strip", "text.lower", "text.trim", "text.toLowerCase", "text.toString", "text.rstrip", "text.lstrip",
		"text.casefold", "text.trimEnd", "text.trimStart", "text.valueOf", "text.get_secret_value", "text.as_str":
		return textSelf
	case "text.split":
		return textSplit
	case "text.replace", "text.replaceAll":
		return textReplace
	case "mapping.get", "mapping.pop", "mapping.setdefault":
		return mappingGet
	case "builtins.type":
		return func(l *linker, f value, c call) []value {
			var s set
			for _, o := range first(l, f, c) {
				s.add(classOf(o))
			}
			return s.vals
		}
	case "os.environ.copy":
		return func(*linker, value, call) []value { return []value{{kind: external, sym: "os.environ"}} }
	case "mapping.items", "mapping.entries":
		return mappingItems
	case "mapping.values":
		return mappingValues
	case "mapping.keys", "mapping.copy":
		return mappingKeys
	case "Object.entries":
		return objectFunction(func(v value) []value { return entriesOf(v, true) })
	case "Object.values":
		return objectFunction(func(v value) []value { return entriesOf(v, false) })
	case "Object.keys":
		return objectFunction(func(v value) []value { return []value{v} })
	case "Object.assign", "builtins.dict", "deepmerge.default", "lodash.merge":
		return mergeObjects
	case "Map":
		return pairsMapping
	case "sequence.at", "sequence.pop", "sequence.shift", "sequence.find":
		return sequenceItem
	case "function.call":
		return callFunction
	case "builtins.getattr":
		return getAttribute
	case "react.useMemo", "react.default.useMemo", "React.useMemo", "react.cache", "anyio.run":
		return callArgument
	case "react.useState", "react.default.useState", "React.useState":
		return stateful
	case "react.useContext", "react.default.useContext", "React.useContext":
		return contextual
	case "sequence.join":
		return joinTexts
	case "text.substring", "text.slice", "text.substr", "text.indexOf":
		return textPart
	case "sequence.map", "sequence.flatMap":
		return mapElements
	case "sequence.filter", "sequence.slice", "sequence.concat", "sequence.sort", "sequence.copy":
		return func(_ *linker, f value, _ call) []value { return []value{*f.self} }
	case "vite.loadEnv":
		return func(*linker, value, call) []value { return []value{{kind: external, sym: "process.env"}} }
	case "dotenv.dotenv_values", "dotenv.main.dotenv_values":
		return func(*linker, value, call) []value { return []value{{kind: external, sym: "os.environ"}} }
	case "fastapi.Depends", "fastapi.params.Depends":
		return callArgument
	case "pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "attr.ib", "attrs.field", "attr.field":
		return fieldDefault
	case "typer.Option", "typer.Argument", "typer.params.Option", "fastapi.Query", "fastapi.Header", "fastapi.Body",
		"fastapi.Form", "fastapi.Cookie", "fastapi.Path":
		return optionDefault
	}
	return nil
}
