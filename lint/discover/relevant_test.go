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
		{"region", false},
		{"const REGION = x", false},
		{"useRegion()", false},
		{"the legion", false},
		{"<section role='region'>", false},
		{"// #region handlers", false},
		{"AWS_REGION", true},
		{"awsRegion: string", true},
		{"myAwsDefaultRegion", true},
		{"region_name=x", true},
		{"region_names", false},
		{"const TAIL_REGION_CLASSES = 'mt-4'", false},
		{"'QUEUE_REGION'", true},
		{"env.QUEUE_REGION", true},
		{"config['REGION']", true},
		{"import {$REGION}", true},
		{"'REGIONAL'", false},
		{"'SUBREGION'", false},
		{"x = 1  # regionlint: ignore", true},
		{"/* RegionLint: ignore-file */", true},
		{"process.env.PORT; // this region of the page", true},
		{"settings.region = os.environ['PLACE']", true},
		{"constructor(c: ConfigService) { c.get('region') }", true},
		{"import { region } from '$env/static/private'", true},
		{"import { region } from 'astro:env/server'", true},
		{"import boto3", true},
		{"import aioboto3", true},
		{"import botocore", true},
		{"createBotoSession()", true},
		{"chatbotOptions", false},
		{"import S3 from 'aws-sdk/clients/s3'", true},
		{"from '@aws-sdk/client-s3'", true},
		{"import aws_cdk as cdk", true},
		{"from langchain_aws import ChatBedrock", true},
		{"import { ChatBedrockConverse } from '@langchain/aws'", true},
		{"import * as eks from '@pulumi/aws/eks'", true},
		{"import { AwsClient } from 'aws4fetch'", true},
		{"import awswrangler as wr", true},
		{"from awscrt import io", true},
		{"https://x.lambda-url.on.aws/", true},
		{"arn:aws:sqs", true},
		{"AWS.config", true},
		{"the laws of AWS. And so on", false},
		{"aws", false},
		{"useAwsConfig", false},
		{"import { awsIcon } from '@/icons/aws/bucket'", false},
		{"by the laws of draws", false},
		{"the region of AWS", false},
		{"Cognito(pool, user_pool_region=HERE)", true},
		{"import dynamoose, { region } from './db'", true},
		{"new CloudWatch()", false},
		{"https://sqs.amazonaws.com", true},
		{"import { AmazonCognito }", true},
		{"amazon-cognito-identity-js", true},
		{"# Copyright Amazon.com, Inc. or its affiliates.", false},
		{"Amplify.configure({})", true},
		{"simplify", false},
		{"bedrock/anthropic", true},
		{"client('bedrock-runtime')", true},
		{"provider: 'bedrock'", true},
		{"from langchain.chat_models.bedrock import it", true},
		{"from strands.models import BedrockModel", true},
		{"from anthropic import AnthropicBedrock", true},
		{"from langchain.llms import Bedrock", true},
		{"answers come from Amazon Bedrock. So", false},
		{"t('Bedrock is not there')", false},
		{"isBedrockAgentTool(bot.bedrockSettings)", false},
		{"put(bedrockSettings, region)", true},
		{"https://aws.amazon.com/bedrock/", false},
		{"className='text-aws-orange'", false},
		{"require('serverless-aws-documentation')", true},
		{"t('knowledgeBaseSettings.label')", false},
		{"os.environ['A']", false},
		{"os.environ.items()", true},
		{"for name in os.environ:", true},
		{"from os import environ", true},
		{"import environ", true},
		{"import environs", true},
		{"environ.Env()", true},
		{"the environment", false},
		{"if (env.ENVIRONMENT) {", false},
		{"os.getenv('A')", false},
		{"getEnv('A')", false},
		{"process.env.A", false},
		{"process.env", false},
		{"Object.entries(process.env)", true},
		{"import.meta.env['A']", false},
		{"x.envelope", false},
		{"load_dotenv()", true},
		{"import 'dotenv/config'", true},
		{"envFilePath", true},
		{"env_file = 'x'", true},
		{"loadEnv(mode)", true},
		{"Env.read_env(path)", true},
		{"open('.env')", true},
		{"join(root, 'deploy/.env.local')", true},
		{"'prod.env'", true},
		{"class S(BaseSettings):", true},
		{"from dynaconf import Dynaconf", true},
		{"from mangum import Mangum", true},
		{"import middy from '@middy/core'", true},
		{"require('serverless-http')", true},
		{"it is serverless", false},
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
