package aws

import (
	"strings"
	"sync"
)

// MayBeShape reports whether some symbol whose last component is name makes or
// wraps something of AWS's. It is a cheap test before a name is resolved. For a
// method (Amplify.configure) owner is the name before it; an import may have
// given that another name.
func MayBeShape(eco Ecosystem, owner, name string) bool {
	switch eco {
	case Python:
		return pythonNames()[name]
	case JavaScript:
		names := javaScriptNames()
		return names[name] || names[owner+"."+name]
	}
	return false
}

var pythonNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"client": true, "resource": true, "create_client": true}
	for symbol := range pythonShapes() {
		names[symbol[strings.LastIndexByte(symbol, '.')+1:]] = true
	}
	return names
})

// javaScriptNames holds the names of exports, and those of their methods with
// the export before them.
var javaScriptNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{
		"config.update": true, "DocumentClient": true, "CognitoIdentityCredentials": true, "ManagedUpload": true,
		"Signer": true, "Presigner": true,
	}
	for symbol := range javaScriptShapes() {
		_, export := splitModule(symbol)
		names[export] = true
		if owner, method, ok := strings.Cut(export, "."); ok && owner == "default" {
			// A default import may have any name.
			names[method] = true
		}
	}
	for _, s := range services {
		names[s.JSClient] = true
		names[strings.TrimSuffix(s.JSClient, "Client")] = true
		for _, v2 := range s.JSV2 {
			names[v2] = true
		}
	}
	return names
})
