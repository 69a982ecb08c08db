package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Marks of secrets: those that dotenv files and the like hold, and those in code.
// Whatever follows them is part of the secret.
const (
	dotenvMark = "Zq7V"
	codeMark   = "Xk9W"
)

// planter writes trees with marked secrets.
type planter struct {
	random  *rand.Rand
	planted int
}

// secret returns a secret that looks like one of the many that there are.
func (p *planter) secret(mark string) string {
	p.planted++
	n := p.random.Uint64()
	switch p.random.IntN(7) {
	case 0:
		return fmt.Sprintf("%s%016x", mark, n)
	case 1:
		return fmt.Sprintf("AKIA%s%d", strings.ToUpper(mark), n)
	case 2:
		return fmt.Sprintf("sk-%s-%x", mark, n)
	case 3:
		return fmt.Sprintf("%s_region_%d", mark, n) // has the word that is shown in names
	case 4:
		return fmt.Sprintf("%s/%x+%s==", mark, n, mark)
	case 5:
		return fmt.Sprintf("us-east-1%s%d", mark, n) // looks like a region at first
	}
	return fmt.Sprintf("pass %s word %d %s", mark, n, mark)
}

func (p *planter) dotenv() string { return p.secret(dotenvMark) }
func (p *planter) code() string   { return p.secret(codeMark) }

// tree writes a tree with findings of many rules, and secrets beside all that is
// shown of them.
func (p *planter) tree(t *testing.T, dir string) {
	t.Helper()
	for name, text := range map[string]string{
		".git/HEAD":    "",
		"package.json": `{"dependencies": {"next": "1"}, "scripts": {"start": "AWS_REGION=us-east-1 TOKEN=` + p.dotenv() + ` node app.js"}}`,
		".env": strings.Join([]string{
			"# AWS_REGION=eu-west-3 and " + p.dotenv(), "AWS_REGION=us-east-1", "AWS_REGION=eu-west-1 # " + p.dotenv(), "SECRET=" + p.dotenv(),
			"DATABASE_URL=postgres://admin:" + p.dotenv() + "@mydb.abc123.us-east-1.rds.amazonaws.com:5432/" + p.dotenv(),
			"QUEUE_URL=https://u:" + p.dotenv() + "@sqs.us-west-2.amazonaws.com/123456789012/orders?x=" + p.dotenv(), "PASSWORD=\"" + p.dotenv() + "\nsecond " + p.dotenv() + "\"",
			"BROKEN LINE " + p.dotenv(), "=" + p.dotenv(), "'unclosed " + p.dotenv(), "USER_POOL_ID=eu-central-1_" + "AbCdEfGhI", "BEDROCK_REGION=us-esat-1",
			"MIXED=" + p.dotenv() + " eu-west-2 " + p.dotenv(), "export REGION='us-east-1' " + p.dotenv(),
		}, "\n"),
		".env.example":     "AWS_REGION=ap-south-1\nTOKEN=" + p.code() + "\nUNUSED_REGION=us-west-1\n",
		".env.local":       "X=${AWS_REGION:-" + p.dotenv() + "}\nAWS_DEFAULT_REGION=us-east-2a\n",
		"compose.yaml":     "services:\n  app:\n    image: app\n    environment: {AWS_REGION: us-east-1, PASSWORD: '" + p.dotenv() + "'}\n",
		"web/compose.yaml": "services:\n  app:\n    environment:\n      - AWS_REGION=us-east-1 " + p.dotenv() + "\n      - PASSWORD=" + p.dotenv() + "\n",
		"Dockerfile":       "FROM python\nENV AWS_REGION=us-east-1 TOKEN=" + p.dotenv() + "\nENV AWS_DEFAULT_REGION us-east-1 " + p.dotenv() + "\n",
		"app.py": strings.Repeat("\n", 4) + `import os
import boto3
PASSWORD = "` + p.code() + `"; REGION = "us-east-1"  # ` + p.code() + `
"""` + p.code() + ` us-east-1 ` + p.code() + `"""
s3 = boto3.client("s3", region_name=os.getenv("AWS_REGION", "ap-south-1"), aws_secret_access_key="` + p.code() + `")  # us-east-1 ` + p.code() + `
bedrock = boto3.client("bedrock-runtime", region_name=os.environ["BEDROCK_REGION"], aws_access_key_id='` + p.code() + `', aws_session_token=f"{REGION}` + p.code() + `")
sqs = boto3.client("sqs", region_name="us-east-1", endpoint_url="https://user:` + p.code() + `@sqs.us-west-2.amazonaws.com/?key=` + p.code() + `")
pool = boto3.client("cognito-idp", region_name="us-east-1").describe_user_pool(UserPoolId="eu-west-1_AbCdEfGhI", Token="` + p.code() + `")
table = boto3.resource("dynamodb", region_name="us-esat-1").Table("` + p.code() + `")
key = boto3.client("kms", region_name="us-east-1a").decrypt(KeyId="arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", Note="` + p.code() + `")
zone = boto3.client("ec2", region_name="US_EAST_1", config=dict(password="` + p.code() + `", number=98765432101234))
other = boto3.client("s3", region_name="` + p.code() + `")
url = f"postgres://admin:` + p.code() + `@mydb.abc123.us-east-1.rds.amazonaws.com/{PASSWORD}"
fallback = boto3.client("ses", region_name=os.getenv("SES_REGION") or "` + p.code() + `" or "eu-north-1")
queue = os.environ.get("QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders?` + p.code() + `")
boto3.client("sqs", region_name="us-east-1").send_message(QueueUrl=queue, MessageBody="` + p.code() + `")
ssm = boto3.client("ssm", region_name="us-east-1") ; secret = '''` + p.code() + `
` + p.code() + `'''
`,
		"broken.py": "import boto3\nx = boto3.client('s3', region_name='us-esat-1', key='" + p.code() + "\ny = (" + p.code() + "\nboto3.client('s3', region_name='us-esat-1') # " + p.code() + "\n",
		"web/app.tsx": `import { S3Client } from "@aws-sdk/client-s3"
const password = "` + p.code() + `", s3 = new S3Client({ region: process.env.AWS_REGION || "sa-east-1", credentials: { secretAccessKey: "` + p.code() + `" } }) // ` + p.code() + `
const bad = new S3Client({ region: "us-esat-1", endpoint: ` + "`https://u:" + p.code() + "@s3.us-west-2.amazonaws.com/${password}" + p.code() + "`" + ` }) /* us-east-1 ` + p.code() + ` */
export const page = <p title="` + p.code() + `">` + p.code() + ` us-east-1 {process.env.SOME_REGION ?? "` + p.code() + `"}</p>
const re = /` + strings.NewReplacer("/", "", "+", "").Replace(p.code()) + `/, zone = new S3Client({ region: "us-east-1a" })
const pub = new S3Client({ region: process.env.NEXT_PUBLIC_AWS_REGION || process.env.OTHER_REGION || "` + p.code() + `" })
`,
		"config.yaml": "password: " + p.dotenv() + "\n",
	} {
		put(t, filepath.Join(dir, name), text)
	}
}

// TestSecrets runs every command over trees full of secrets. None of them may be
// printed or written anywhere. A diff of code, or of a template for a dotenv file,
// repeats the lines that it changes, and those beside them; it is the one exception.
func TestSecrets(t *testing.T) {
	t.Parallel()
	commands := slices.Concat(everyOutput, [][]string{{"--diff"}, {"--diff", "--unsafe-fixes"}, {"--to", "eu-north-1", "--diff", "--unsafe-fixes"}})
	for target := range 24 {
		commands = append(commands, []string{"trace", fmt.Sprintf("app.py:%d", target+1)}, []string{"trace", fmt.Sprintf(".env:%d", target+1), "--format", "json"},
			[]string{"trace", fmt.Sprintf("web/app.tsx:%d", target+1)})
	}
	marks := regexp.MustCompile("(?i)[^\n]*(" + dotenvMark + "|" + codeMark + "|98765432101234)[^\n]*")
	planted, runs, findings := 0, 0, 0
	for seed := range often(1) {
		p := &planter{random: rand.New(rand.NewPCG(uint64(seed), 11))}
		top := t.TempDir()
		dir := filepath.Join(top, "root")
		p.tree(t, dir)
		planted += p.planted
		for _, args := range commands {
			if strings.HasPrefix(args[0], "--fix") { // they change the tree
				must(t, os.RemoveAll(dir))
				p.random = rand.New(rand.NewPCG(uint64(seed), 11))
				p.tree(t, dir)
			}
			r := finish(t, start(t, dir, args...))
			runs++
			findings += strings.Count(r.out, " --> ")
			diffs := args[0] == "plan" || slices.Contains(args, "--diff")
			for _, line := range marks.FindAllString(r.out+"\n"+r.errout, -1) {
				if !diffs || strings.Contains(strings.ToUpper(line), strings.ToUpper(dotenvMark)) && !changes(line) {
					t.Errorf("seed %d, %q: %s", seed, args, line)
				}
			}
		}
		if text, err := os.ReadFile(filepath.Join(top, "baseline.json")); err != nil || marks.Match(text) {
			t.Errorf("the baseline holds a secret, or is not there: %v", err)
		}
	}
	if t.Logf("%d secrets, %d runs, %d findings in text", planted, runs, findings); findings < 20*often(1) {
		t.Error("there is too little to show")
	}
}

// changes reports whether a line of a diff is one that changes.
func changes(line string) bool {
	return strings.HasPrefix(line, "-") || strings.HasPrefix(line, "+") || strings.HasPrefix(strings.TrimSpace(line), `"diff": "`)
}
