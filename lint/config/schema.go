package config

import _ "embed" // for the schema

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema of configuration files, for editors. It says
// nothing of which regions, services and rules there are. It may not be changed.
func Schema() []byte { return schema }
