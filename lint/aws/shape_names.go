package aws

import (
	"strings"
	"sync"
)

// MayBeShape reports whether some symbol whose last component is name makes or
// wraps something of AWS's, in whatever case. It is a cheap test before a name
// is resolved.
func MayBeShape(eco Ecosystem, name string) bool {
	switch eco {
	case Python:
		return pythonNames()[strings.ToLower(name)]
	case JavaScript:
		return javaScriptNames()[strings.ToLower(name)]
	}
	return false
}

var pythonNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"client": true, "resource": true, "create_client": true}
	addLastNames(names, pythonShapes())
	return names
})

var javaScriptNames = sync.OnceValue(func() map[string]bool {
	names := make(map[string]bool)
	addLastNames(names, javaScriptShapes())
	addLastNames(names, v2Shapes())
	for _, s := range services {
		client := strings.ToLower(s.JSClient)
		names[client] = true
		names[strings.TrimSuffix(client, "client")] = true
		for _, v2 := range s.JSV2 {
			names[strings.ToLower(v2)] = true
		}
	}
	return names
})

func addLastNames(names map[string]bool, shapes map[string]Shape) {
	for symbol := range shapes {
		names[strings.ToLower(symbol[strings.LastIndexByte(symbol, '.')+1:])] = true
	}
}
