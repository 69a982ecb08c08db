package link

import (
	"slices"
	"strings"

	"github.com/regionlint/regionlint/lint/aws"
	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/source"
)

// A spelling is how code of one file spells a bucket.
type spelling struct{ path, text string }

// asWritten returns how the code at a place spells a value. What TypeScript only says
// about its type is left out. What is too long has no spelling.
func (u *unit) asWritten(span source.Span) spelling {
	if span.Len() > fact.Short {
		return spelling{}
	}
	text, _, _ := strings.Cut(u.Source[span.Start:span.End], " as ")
	return spelling{u.Path, strings.TrimRight(strings.TrimSpace(text), "!")}
}

// bucketInURL returns the part of a URL which code puts together, of the host or of
// more, that names the bucket, 0 if there is none: what stands before .s3 in the
// host, or after the host in the path.
func (u *unit) bucketInURL(id fact.ID) fact.ID {
	for at := u.parent[id]; at != 0 && u.Exprs[at].Kind == fact.Concat; at = u.parent[id] {
		id = at
	}
	kids := u.concatenated(id)
	for i, k := range kids {
		if u.Exprs[k].Kind == fact.String {
			continue
		}
		before, after := "", ""
		if i > 0 {
			before = u.TextOf(kids[i-1])
		}
		if i < len(kids)-1 {
			after = u.TextOf(kids[i+1])
		}
		if strings.HasPrefix(after, ".s3.") || strings.HasPrefix(after, ".s3-") ||
			strings.HasSuffix(before, ".amazonaws.com/") && slices.ContainsFunc(kids[:i], func(k fact.ID) bool { return strings.Contains(u.TextOf(k), "://s3") }) {
			return k
		}
	}
	return 0
}

// concatenated returns the parts that a text is put together from, those of parts that
// are themselves put together in their place.
func (u *unit) concatenated(id fact.ID) []fact.ID {
	if u.Exprs[id].Kind != fact.Concat {
		return []fact.ID{id}
	}
	var parts []fact.ID
	for _, k := range u.KidsOf(id) {
		parts = append(parts, u.concatenated(k)...)
	}
	return parts
}

// collectBucket notes which bucket a call asks a client of S3 for.
func (l *linker) collectBucket(client int, c call, method string, params []entry) {
	if l.program.Clients[client].Service != "s3" {
		return
	}
	note := func(at source.Location) {
		if u := l.byPath[at.Path]; u != nil {
			l.buckets[u.asWritten(at.Span)] = true
		}
	}
	for _, p := range params {
		if p.key == "Bucket" {
			note(p.at)
		}
	}
	if n, ok := aws.BucketArgument(lastDot(method)); ok && c.u.Lang == fact.Python {
		args, _ := l.args(c)
		if a, ok := positional(args, n); ok {
			note(a.at)
		}
	}
}

// matchBuckets marks the URLs whose bucket a client of the same file is asked for.
func (l *linker) matchBuckets(index map[source.Location][]int) {
	for at, bucket := range l.inURLs {
		if !l.buckets[bucket] || bucket == (spelling{}) {
			continue
		}
		for _, i := range index[at] {
			l.program.Clients[i].SameBucket = l.program.Clients[i].SDK == "url"
		}
	}
}
