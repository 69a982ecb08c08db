package diagnosis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/diagnosis"
	"github.com/regionlint/regionlint/lint/driver"
	"github.com/regionlint/regionlint/lint/link"
)

const drifted = `import boto3
pools = boto3.client("cognito-idp", region_name="ap-southeast-5")
pools.list_users(UserPoolId="ap-southeast-2_Qm4tVx9Lz")
tables = boto3.resource("dynamodb", region_name="ap-southeast-5")
notes = tables.Table("notes; rm -rf /")
notes = tables.Table("notes; rm -rf /")
boto3.client("iam", region_name="eu-west-1")
boto3.client("globalaccelerator", region_name="us-west-2")
boto3.client("sns")
`

func program(t *testing.T, tree fstest.MapFS) *link.Program {
	t.Helper()
	result, err := driver.Run(t.Context(), driver.Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	return result.Program
}

func TestCurrent(t *testing.T) {
	t.Parallel()
	current := diagnosis.Current(program(t, fstest.MapFS{"app.py": {Data: []byte(drifted)}}))
	var got []string
	for _, s := range current {
		line := s.Name
		for _, r := range s.Regions {
			line += fmt.Sprintf(" %s/%d", r.Name, len(r.Decided))
		}
		if s.Bare > 0 {
			line += fmt.Sprintf(" bare/%d", s.Bare)
		}
		got = append(got, line)
	}
	want := []string{
		"cognito-idp ap-southeast-2/1 ap-southeast-5/1",
		"dynamodb ap-southeast-5/1",
		"globalaccelerator us-west-2/1",
		"sns bare/1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if regions := diagnosis.InUse(current); !slices.Equal(regions, []string{"ap-southeast-2", "ap-southeast-5"}) {
		t.Errorf("in use: %q", regions)
	}
}

func TestDeclaration(t *testing.T) {
	t.Parallel()
	const apart = `import boto3
pools = boto3.client("cognito-idp", region_name="ap-southeast-2")
tables = boto3.resource("dynamodb", region_name="ap-southeast-5")
queues = boto3.client("sqs", region_name="ap-southeast-5")
boto3.client("globalaccelerator", region_name="us-west-2")
boto3.client("sns")
`
	for name, test := range map[string]struct{ code, want string }{
		"apart":          {apart, "regions: {default: ap-southeast-5, services: {cognito-idp: ap-southeast-2}}"},
		"one is in both": {apart + "boto3.client(\"cognito-idp\", region_name=\"ap-southeast-5\")\n", ""},
		"one region":     {strings.ReplaceAll(apart, "ap-southeast-2", "ap-southeast-5"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := diagnosis.Declaration(program(t, fstest.MapFS{"app.py": {Data: []byte(test.code)}})); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDeclare(t *testing.T) {
	t.Parallel()
	const code = `import boto3
boto3.client("sqs", region_name="eu-west-1")
boto3.client("sns", region_name="eu-west-1")
boto3.client("kms", region_name="us-east-2")
boto3.client("dynamodb", region_name="eu-west-1")
boto3.client("dynamodb", region_name="us-east-2")
boto3.client("kinesis", region_name="ap-south-1")
boto3.client("kinesis", region_name="us-east-2")
boto3.client("kinesis", region_name="us-east-2")
boto3.client("globalaccelerator", region_name="us-west-2")
boto3.client("lambda", region_name="xx-mars-1")
boto3.Session(region_name="ca-central-1")
boto3.client("logs")
`
	show := func(in diagnosis.In) string {
		names := func(services []diagnosis.Service) string {
			var all []string
			for _, s := range services {
				name := s.Name
				for _, r := range s.Regions {
					name += " " + r.Name
				}
				all = append(all, name)
			}
			return strings.Join(all, ", ")
		}
		return fmt.Sprintf("%s: %s; elsewhere: %s; loose: %s; torn: %s; %s", in.Default, strings.Join(in.Home, ", "),
			names(in.Elsewhere), names(in.Loose), names(in.Torn), strings.Join(in.Regions, ", "))
	}
	in := diagnosis.Declare(program(t, fstest.MapFS{"app.py": {Data: []byte(code)}}))
	if got, want := show(in), "eu-west-1: sns, sqs; elsewhere: kinesis us-east-2 ap-south-1, kms us-east-2; loose: ; "+
		"torn: dynamodb eu-west-1 us-east-2; eu-west-1, ap-south-1, ca-central-1, us-east-2"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, region := range []string{"us-east-2", "xx-mars-1", "af-south-1"} {
		in.Loosen(region)
	}
	if got, want := show(in), "eu-west-1: sns, sqs; elsewhere: ; loose: kinesis us-east-2 ap-south-1, kms us-east-2; "+
		"torn: dynamodb eu-west-1 us-east-2; eu-west-1, af-south-1, ap-south-1, ca-central-1, us-east-2"; got != want {
		t.Errorf("loosened\ngot  %s\nwant %s", got, want)
	}
	if d := in.Declared(); d.Default != "eu-west-1" || len(d.Services) > 0 || !slices.Equal(d.Allow, in.Regions) {
		t.Errorf("declared is %+v", d)
	}
	if none := diagnosis.Declare(program(t, fstest.MapFS{"app.py": {Data: []byte("import boto3\nboto3.client('s3')\n")}})); none.Default != "" || len(none.Regions) > 0 {
		t.Errorf("of nothing it is %+v", none)
	}
}

func TestRecreate(t *testing.T) {
	t.Parallel()
	p := program(t, fstest.MapFS{"app.py": {Data: []byte(drifted)}})
	two := diagnosis.NewWay(p, diagnosis.Align, "ap-southeast-2")
	five := diagnosis.NewWay(p, diagnosis.Align, "ap-southeast-5")
	split := diagnosis.NewWay(p, diagnosis.Split, "")
	describe := func(w diagnosis.Way) string {
		var all []string
		for _, r := range w.Recreate {
			all = append(all, fmt.Sprintf("%s %s %t", r.Noun, r.Name, r.Identified))
		}
		return strings.Join(all, ", ")
	}
	if got, want := describe(two), "table notes; rm -rf / false"; got != want {
		t.Errorf("to ap-southeast-2: %s, want %s", got, want)
	}
	if got, want := describe(five), "user pool ap-southeast-2_Qm4tVx9Lz true"; got != want {
		t.Errorf("to ap-southeast-5: %s, want %s", got, want)
	}
	if got := describe(split); got != "" {
		t.Errorf("a split makes %s again", got)
	}
	if got, want := two.Recreate[0].Commands[0], "aws dynamodb describe-table --table-name 'notes; rm -rf /' --region ap-southeast-5"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestRecommend prefers to move to what exists, and keeps regions apart only
// where resources exist in both, or a service is not where the rest would go.
func TestRecommend(t *testing.T) {
	t.Parallel()
	both := drifted + `boto3.client("sqs", region_name="ap-southeast-5").send_message(QueueUrl="https://sqs.ap-southeast-5.amazonaws.com/123456789012/jobs")
`
	deployed := strings.ReplaceAll(both, "https://sqs.ap-southeast-5.amazonaws.com/123456789012/jobs", "https://a1b2c3d4e5.execute-api.ap-southeast-5.amazonaws.com/jobs")
	lacking := `import boto3
boto3.client("cognito-idp", region_name="eu-west-1").list_users(UserPoolId="eu-north-1_Qm4tVx9Lz")
boto3.client("rekognition", region_name="eu-west-1")
`
	for name, test := range map[string]struct{ code, want string }{
		"a service that is not there": {lacking, "split"},
		"a service that is nowhere":   {strings.ReplaceAll(lacking, `("rekognition", region_name="eu-west-1")`, `("rekognition", region_name="eu-north-1")`), "align-eu-north-1"},

		"an API as well":   {deployed, "align-ap-southeast-2"},
		"one pool":         {drifted, "align-ap-southeast-2"},
		"a queue as well":  {both, "split"},
		"nothing existing": {strings.ReplaceAll(drifted, "ap-southeast-2_Qm4tVx9Lz", "pool"), "align-ap-southeast-5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := program(t, fstest.MapFS{"app.py": {Data: []byte(test.code)}})
			split := diagnosis.NewWay(p, diagnosis.Split, "")
			ways := []*diagnosis.Way{&split}
			for _, region := range diagnosis.InUse(diagnosis.Current(p)) {
				way := diagnosis.NewWay(p, diagnosis.Align, region)
				ways = append(ways, &way)
			}
			diagnosis.Recommend(ways)
			var got []string
			for _, w := range ways {
				if w.Recommended {
					got = append(got, w.ID())
				}
				if len(w.Reasons) == 0 {
					t.Errorf("%s has no reasons", w.ID())
				}
			}
			if len(got) != 1 || got[0] != test.want {
				t.Errorf("recommended: %q, want %s", got, test.want)
			}
		})
	}
}

// TestSecrets keeps what only a dotenv file says out of the diagnosis.
func TestSecrets(t *testing.T) {
	t.Parallel()
	p := program(t, fstest.MapFS{
		".env":   {Data: []byte("TABLE=hunter2\n")},
		"app.py": {Data: []byte("import boto3, os\nboto3.resource(\"dynamodb\", region_name=\"eu-west-1\").Table(os.environ[\"TABLE\"])\n")},
	})
	w := diagnosis.NewWay(p, diagnosis.Align, "eu-west-2")
	if len(w.Recreate) != 1 || strings.Contains(fmt.Sprint(w), "hunter2") {
		t.Errorf("got %+v", w.Recreate)
	}
	if got, want := w.Recreate[0].Commands[0], `aws dynamodb describe-table --table-name "$TABLE" --region eu-west-1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
