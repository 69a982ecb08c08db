package discover

import (
	"bytes"
	"strings"
	"testing"
)

func noShape([]byte) bool { return false }

func TestRelevant(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want bool
	}{
		{"", false},
		{"x = 1\n", false},
		{"region", true},
		{"const REGION = x", true},
		{"useRegion()", true},
		{"rEgIoN", true},
		{"the legion", false},
		{"import boto3", true},
		{"import aioboto3", true},
		{"import botocore", true},
		{"import S3 from 'aws-sdk/clients/s3'", true},
		{"from '@aws-sdk/client-s3'", true},
		{"import aws_cdk as cdk", true},
		{"from langchain_aws import ChatBedrock", true},
		{"aws", true},
		{"AWS.config", true},
		{"useAwsConfig", true},
		{"by the laws of draws", false},
		{"https://sqs.amazonaws.com", true},
		{"import { AmazonCognito }", true},
		{"amazon-cognito-identity-js", true},
		{"# Copyright Amazon.com, Inc. or its affiliates.", false},
		{"Amplify.configure({})", true},
		{"simplify", false},
		{"bedrock/anthropic", true},
		{"os.environ['A']", true},
		{"from os import environ", true},
		{"import environ", true},
		{"import environs", true},
		{"the environment", false},
		{"if (env.ENVIRONMENT) {", false},
		{"os.getenv('A')", true},
		{"getEnv('A')", true},
		{"process.env.A", true},
		{"process.env", true},
		{"import.meta.env['A']", true},
		{"x.envelope", false},
		{"load_dotenv()", true},
		{"import 'dotenv/config'", true},
		{"from mangum import Mangum", true},
		{"import middy from '@middy/core'", true},
		{"require('serverless-http')", true},
		{"def lambda_handler(event, context):", true},
		{"key=lambda item: item.name", false},
		{"lambda", false},
		{"v", false},
		{"egion", false},
		{"regio", false},
	}
	for _, tt := range tests {
		if got := Relevant([]byte(tt.text), noShape); got != tt.want {
			t.Errorf("Relevant(%q) = %t, want %t", tt.text, got, tt.want)
		}
	}
	hasX := func(text []byte) bool { return bytes.Contains(text, []byte("-1x")) }
	if !Relevant([]byte("'us-east-1x'"), hasX) {
		t.Error("the shape of a region is not asked for")
	}
}

// TestNeedles checks what the scan relies on: a word is found by a byte of its
// own that is in its group.
func TestNeedles(t *testing.T) {
	t.Parallel()
	for group, list := range needles {
		for _, n := range list {
			if rare := n.word[n.rare]; int(rareByte[rare]) != group || int(rareByte[rare&^0x20]) != group {
				t.Errorf("%q cannot be found by its %q", n.word, rare)
			}
			if n.word != strings.ToLower(n.word) {
				t.Errorf("%q is not in lower case", n.word)
			}
		}
	}
}

// BenchmarkRelevant reads code in which nothing is found, the dearest case.
func BenchmarkRelevant(b *testing.B) {
	line := "export const handleClick = useCallback(async (event: MouseEvent) => { await save(event.target, value) }, [])\n"
	text := []byte(strings.Repeat(line, 10_000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if Relevant(text, noShape) {
			b.Fatal("the text holds a needle")
		}
	}
}
