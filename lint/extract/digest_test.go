package extract

import (
	"strings"
	"testing"

	"github.com/regionlint/regionlint/lint/fact"
	"github.com/regionlint/regionlint/lint/parse"
)

const digested = `import os
import boto3

BUCKET = os.getenv("BUCKET")

class Store:
    region = "eu-west-1"

    def client(self):
        return boto3.client("s3", region_name=self.region)

    def put(self, key, body=None):
        if body:
            self.client().put_object(Bucket=BUCKET, Key=key, Body=f"{body}-{key}")
`

const digestedScript = `import { S3Client } from "@aws-sdk/client-s3";

export class Store {
  constructor(private readonly region = process.env.REGION ?? "eu-west-1") {}
  client = () => new S3Client({
    region: this.region,
  });
}
app.get("/", async (req, res) => {
  const store = new Store();
  res.set("Cache-Control", "no-store").set("Content-Type", "application/json");
  const found = await store.client().send(new GetObjectCommand({ Bucket: req.params.bucket, Key: req.params.key }));
  res.send({ ...found.Metadata, size: found.ContentLength });
});
`

// A digest is the same for texts that state the same, and no other.
func TestDigest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, old, new string
		same                 bool
	}{
		{"comment at the end", digested, "{key}\")\n", "{key}\")\n# the end\n", true},
		{"comment below imports", digested, "import boto3\n", "import boto3\n# é\n", true},
		{"lines between statements", digested, "    def put", "\n    # puts it there\n\n    def put", true},
		{"comment behind a statement", digested, "if body:", "if body:  # there is one", true},
		{"comment within a function", digestedScript, "  const store", "  // of the request\n\n  const store", true},
		{"white space within a function", digestedScript, "  const store = new", "    const store  =\n new", true},
		{"block comment", digestedScript, "export class", "/* Store\n stores. */ export class", true},
		{"another word", digested, "body=None", "body=True", false},
		{"another name", digested, "region =", "regions =", false},
		{"another text", digested, "eu-west-1", "eu-west-2", false},
		{"another order", digested, "import os\nimport boto3", "import boto3\nimport os", false},
		{"another block", digested, "            self.client()", "        self.client()", false},
		{"comment on a region", digested, "BUCKET =", "# in eu-west-1\nBUCKET =", false},
		{"comment to us", digested, "self.region)", "self.region)  # regionlint: ignore", false},
		{"comment within a call", digested, "\"s3\", region", "\"s3\",  # here\n            region", false},
		{"another line end", digestedScript, "  });\n}", "  })\n}", true},
		{"one more call", digestedScript, "  const store", "  check(req);\n  const store", false},
		{"another property", digestedScript, "private readonly", "private", true},
		{"no property", digestedScript, "private readonly region", "region", false},
		{"one more kind of text", digestedScript, "\"eu-west-1\"", "`eu-west-1`", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(tt.text, tt.old, tt.new, 1)
			if changed == tt.text {
				t.Fatal("nothing is changed")
			}
			if same := digest(t, changed) == digest(t, tt.text); same != tt.same {
				t.Errorf("same is %v", same)
			}
		})
	}
}

// Places that correspond have the same mark, and hold the same.
func TestMarks(t *testing.T) {
	t.Parallel()
	before := digested
	after := strings.NewReplacer("import boto3\n", "import boto3\n# here\n", "if body:", "if body:  # é", "    def put", "\n    def put").Replace(before)
	old, changed := extracted(t, before), extracted(t, after)
	marks, others := old.Marks(), changed.Marks()
	if marks.Digest() != others.Digest() {
		t.Fatal("they state something else")
	}
	moved := 0
	for i, e := range old.Exprs {
		for _, offset := range []uint32{e.Span.Start, e.Span.End} {
			mark, counts := marks.Of(offset)
			at, ok := others.Offset(mark)
			if back, _ := others.Of(at); !counts || !ok || back != mark {
				t.Errorf("%q: %d is %d: %v, %v", old.Source[e.Span.Start:e.Span.End], offset, at, counts, ok)
			}
			if want := changed.Exprs[i].Span; at != want.Start && at != want.End {
				t.Errorf("%q: %d is %d, want one of %v", old.Source[e.Span.Start:e.Span.End], offset, at, want)
			}
			if at != offset {
				moved++
			}
		}
	}
	if moved == 0 {
		t.Error("no place is another one")
	}
	for _, offset := range []uint32{uint32(len(before)), 1 << 31, 1<<32 - 1} {
		if _, ok := marks.Of(offset); ok {
			t.Errorf("%d counts", offset)
		}
		if at, ok := marks.Offset(offset); ok {
			t.Errorf("mark %d is at %d", offset, at)
		}
	}
}

func digest(t *testing.T, text string) fact.Digest {
	t.Helper()
	return extracted(t, text).Marks().Digest()
}

func extracted(t *testing.T, text string) *fact.File {
	t.Helper()
	language, extract := parse.Python, Python
	if strings.Contains(text, "import {") {
		language, extract = parse.TypeScript, TypeScript
	}
	var parser parse.Parser
	defer parser.Close()
	text += strings.Repeat("\n", 1<<10-len(text)) // so that all have one size
	tree, err := parser.Parse(language, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return extract(tree, "")
}
