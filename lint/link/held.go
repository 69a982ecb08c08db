package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/source"
)

// held is an argument with an identifier that the constructor of the client
// made at a place is given.
type held struct {
	client   source.Location
	service  string
	param    entry
	endpoint bool
}

// holdConstructed notes the identifiers and endpoints that a constructor is given
// beside the region, for the client that it makes or those that it wraps. Where
// no argument gives the region, the identifier does, or nobody knows what it
// meets.
func (l *linker) holdConstructed(sh *aws.Shape, c call, wrapped []value, service string) {
	// The SDKs for Python, and the old one for JavaScript, follow S3 to the region
	// that it names in its answer.
	if len(sh.IDs)+len(sh.Holds)+len(sh.Endpoint) == 0 || service == "s3" && sh.SDK != "aws-sdk-js-v3" {
		return
	}
	args, _ := l.args(c)
	for i, a := range slices.Concat(sh.IDs, sh.Holds, sh.Endpoint) {
		for _, g := range l.given1(c, args, a) {
			for _, at := range clientsOf(c, wrapped) {
				name := a.Name[strings.LastIndexByte(a.Name, '.')+1:]
				endpoint := i >= len(sh.IDs)+len(sh.Holds)
				l.held = append(l.held, held{at, service, entry{key: name, vals: g.vals, at: g.at}, endpoint})
			}
		}
	}
}

// collectHeld records what constructors are handed, once the clients have their
// places.
func (l *linker) collectHeld(index map[source.Location][]int) {
	paired := make(map[source.Location]bool)
	for i := range l.program.Pairs {
		paired[l.program.Pairs[i].At] = true
	}
	for _, h := range l.held {
		if paired[h.param.at] {
			continue // the setting beside it says what is wrong
		}
		for _, client := range index[h.client] {
			if l.program.Clients[client].Service != h.service {
				continue
			}
			for _, v := range elements(h.param.vals) {
				l.addUses(client, h.service, h.param, v, func(id aws.Identifier) bool {
					return id.Fixed && h.service != "s3" || h.endpoint && id.Kind == "regional-endpoint"
				})
			}
			break
		}
	}
}
