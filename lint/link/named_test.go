package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/regionlint/regionlint/lint/driver"
)

// TestNames finds what code hands to clients by a bare name, and shows nothing
// that only a dotenv file says.
func TestNames(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{
		"py/.env": {Data: []byte("SECRET_TABLE=hunter2\nAWS_DEFAULT_REGION=eu-west-1\n")},
		"py/app.py": {Data: []byte(`import os
import boto3
from py.names import ORDERS

ddb = boto3.resource("dynamodb")
orders = ddb.Table(ORDERS)
notes = ddb.Table(os.getenv("NOTES", "notes"))
hidden = ddb.Table(os.environ["SECRET_TABLE"])
ddb.create_table(TableName=f"{ORDERS}-log")
boto3.client("dynamodb").get_item(TableName="arn:aws:dynamodb:eu-west-1:123456789012:table/t")
boto3.client("cognito-idp").create_user_pool(PoolName="people")
boto3.client("cognito-idp").describe_user_pool(PoolName="not here")
Table("none")
`)},
		"py/names.py": {Data: []byte("ORDERS = \"orders\"\n")},
		"js/a.ts": {Data: []byte(`import { DynamoDBClient, CreateTableCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
const ddb = new DynamoDBClient({ region: "eu-west-1" });
await ddb.send(new CreateTableCommand({ TableName: "carts" }));
await ddb.send(new GetItemCommand({ TableName: "carts", Key: {} }));
await new S3Client({}).send(new PutObjectCommand({ Bucket: ` + "`files-${stage}`" + ` }));
`)},
	}
	result, err := driver.Run(t.Context(), driver.Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range result.Program.Names {
		start := result.Files[n.At.Path].Position(n.At.Span.Start)
		got = append(got, fmt.Sprintf("%s:%d %s %s %s %t", n.At.Path, start.Line, n.Service, n.Noun, n.Text, n.Makes))
	}
	want := []string{
		"js/a.ts:4 dynamodb table carts true",
		"js/a.ts:5 dynamodb table carts false",
		"js/a.ts:6 s3 bucket files-… false",
		"py/app.py:6 dynamodb table orders false",
		"py/app.py:7 dynamodb table notes false",
		"py/app.py:8 dynamodb table … false",
		"py/app.py:9 dynamodb table orders-log true",
		"py/app.py:11 cognito-idp user pool people true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
