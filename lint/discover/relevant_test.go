package discover

import (
	"bytes"
	"slices"
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
		{"process.env.PORT; this.region = page", true},
		{"process.env.PORT; // this region of the page", false},
		{"settings.region = os.environ['PLACE']", true},
		{"x = process.env.X, y = 'It is in the same region as that'", false},
		{"x = process.env.X, y = 'It isn\\'t in the same region as that'", true}, // it is, but that is not plain
		{"x = process.env.X, y = \"It isn't in the same region as that\"", false},
		{"x = process.env.X\nmessage(\n  `In most regions, that is`)", false},
		{"x = process.env.X, y = 'Tam, w tym samym koncie i regionie, też'", false},
		{"x = process.env.X, y = f(\"in the same\") if a or b else region", true},
		{"x = process.env.X, y = 'for ' + of + ' in that region'", false},
		{"x = process.env.X, y = 'such: and the region'", false},
		{"x = process.env.X, y = 'that.'; region", true},
		{"x = process.env.X, for that one in region", true},
		{"x = process.env.X, y = 'it needs --flags and --region'", false},
		{"x = process.env.X, y = 'it needs the variable AWS_REGION'", true},
		{"region = 1, y = 'It is one of the dynamo kind'", false},
		{"constructor(c: ConfigService) { c.get('region') }", true},
		{"import { region } from '$env/static/private'", true},
		{"import { region } from 'astro:env/server'", true},
		{"import boto3", true},
		{"import boto", true},
		{"boto.connect_s3()", true},
		{"'dać botowi, botones'", false},
		{"import aioboto3", true},
		{"import botocore", true},
		{"createBotoSession()", true},
		{"chatbotOptions", false},
		{"BotOutput", false},
		{"BOTO_CONFIG", true},
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
		{"import { AmazonCognito }", false},
		{"region: AmazonResource", true},
		{"import { X } from 'amazon-cognito-identity-js'", true},
		{"require('@ai-sdk/amazon-chime')", true},
		{"await import(\"amazon-chime-sdk-js\")", true},
		{"'amazon-nova-pro': 'amazon-nova-lite'", false},
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
		{"# import boto3\nx = 1", false},
		{"x = 1  # as boto3 does", false},
		{"'  # ' + boto3", true},
		{"// the region_name\nx = 1", false},
		{"/*\n * of boto3\n */\nx = 1", false},
		{"x = y *boto3", true},
		{"#!/usr/bin/env python\n# Mine.\n\"\"\"Of boto3.\"\"\"\nx = 1", false},
		{"class A:\n    r\"\"\"Of\n    boto3.\n    \"\"\"\n    x = 1", false},
		{"def f():\n    \"\"\"Of boto3.\"\"\"\n    boto3", true},
		{"x = \"\"\"boto3\"\"\"", true},
		{"f(\n\"\"\"boto3\"\"\")", true},
		{"\"\"\"a\"\"\"\nx = '\"\"\"'\nboto3", true},
		{"get_aws_client()", false},
		{"get_aws_client(region)", true},
		{"f(aws_access_key_id=a)", true},
		{"from app.aws_clients import it", true},
		{"from app.bedrock_models import it", true},
		{"AWS-hosted", false},
		{"and Amplify. With", false},
		{"import outputs from './amplify_outputs.json'", true},
		{"'aws-amplify/auth'", true},
		{"class Mine(BedrockModel):", true},
		{"class Mine extends ChatBedrock {", true},
		{"<BedrockIcon />", false},
		{"function BedrockIcon() {}", false},
		{"class BedrockTool(Tool):", false},
		{"Provider.Bedrock]", false},
		{"bedrock_gradient", false},
		{"init_chat_model(x, model_provider='bedrock_converse')", true},
		{"https://docs.aws.amazon.com/AmazonS3/latest", false},
		{"'Amazon-Simple-Storage-Service_64'", false},
		{"if (process.env && process.env) {", false},
		{"const envFile = 'x'", false},
		{"'SERVERLESS_FUNCTION'", false},
		{"v", false},
		{"egion", false},
		{"regio", false},
	}
	for _, tt := range tests {
		if got := Relevant([]byte(tt.text), nil, noShape); got != tt.want {
			t.Errorf("Relevant(%q) = %t, want %t", tt.text, got, tt.want)
		}
	}
	hasX := func(text []byte) bool { return bytes.Contains(text, []byte("-1x")) }
	if !Relevant([]byte("'us-east-1x'"), nil, hasX) {
		t.Error("the shape of a region is not asked for")
	}
}

func TestOwn(t *testing.T) {
	t.Parallel()
	own := NewOwn([]Candidate{
		{Path: "app/aws_clients.py"},
		{Path: "app/x.py"},
		{Path: "src/acme/aws/api/s3.py"},
		{Path: "src/acme/aws/api/sqs.py"},
		{Path: "bedrock.py"},
		{Path: "a b/aws.ts"},
	})
	if got, want := own.Names(), []string{"acme.aws", "app.aws_clients", "aws", "aws.api", "aws_clients", "bedrock", "src.acme"}; !slices.Equal(got, want) {
		t.Errorf("the modules are %q, want %q", got, want)
	}
	tests := []struct {
		text string
		want bool
	}{
		{"from app.aws_clients import s3", false},
		{"from acme.aws.api import s3", false},
		{"from .aws_utils import s3", false},
		{"from aws import s3", false},
		{"import bedrock_runtime", true},
		{"from acme.aws import boto3", true},
		{"from acme.aws import region", true},
		{"from airflow.providers.amazon.aws.hooks import s3", true},
		{"from langchain_aws import ChatBedrock", true},
		{"import x from './lib/aws'", false},
		{"import x from '@/lib/aws-helpers'", false},
		{"import x from '~/aws-helpers'", false},
		{"import x from '@langchain/aws'", true},
	}
	for _, tt := range tests {
		if got := Relevant([]byte(tt.text), own, noShape); got != tt.want {
			t.Errorf("Relevant(%q) = %t, want %t", tt.text, got, tt.want)
		}
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
		if Relevant(text, nil, noShape) {
			b.Fatal("the text holds a needle")
		}
	}
}
