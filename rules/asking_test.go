package rules_test

import (
	"fmt"
	"strings"
)

// tangled are functions that call each other in so many ways that a question about
// one of them never ends: f0 to f96.
func tangled(line string) string {
	var b strings.Builder
	for i := range 97 {
		fmt.Fprintf(&b, line+"\n", i, (i+1)%97, i*7%97)
	}
	return b.String()
}

// asking are shapes in which as many places ask as there are to be looked at for an
// answer.
var asking = map[string]shape{
	"questions without end": {250, func(n int) map[string]string {
		return one("a.py", inPython+tangled("def f%d(r): return [f%d(r + 'a'), f%d(r + 'b')]")+numbered(n, "boto3.client('s3', region_name=f0('%[1]d')) # %[2]d\n"))
	}},
	"questions without end, TypeScript": {250, func(n int) map[string]string {
		return one("a.ts", inScript+tangled("const f%d = (r) => f%d(r + 'a') + f%d(r + 'b')")+numbered(n, "new S3Client({ region: f0('%[1]d') }) // %[2]d\n"))
	}},
	"questions without end in many files": {60, func(n int) map[string]string {
		files := everyFile(n, "d%[1]d.py", inPython+"from lib import *\nboto3.client('s3', region_name=f0('%[1]d'))\nboto3.client('s3', region_name=f1('%[1]d'))\n")
		files["lib.py"] = tangled("def f%d(r): return f%d(r + 'a') + f%d(r + 'b')")
		return files
	}},
	"a method of one name in every file": {250, func(n int) map[string]string {
		return everyFile(n, "d%[1]d/x.py", inPython+"class A%[1]d:\n def go(self, r): return boto3.client('s3', region_name=r)\ndef g(x): x.go('us-east-1')\n")
	}},
	"a constructor of one name in every file": {250, func(n int) map[string]string {
		return everyFile(n, "d%[1]d/x.py", inPython+"class A:\n def __init__(self, r): boto3.client('s3', region_name=r)\nA('us-east-1')\n")
	}},
	"functions of one name that are handed on": {250, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "def m%[1]d():\n def f(r): boto3.client('s3', region_name=r)\n pool.submit(f, 'us-east-%[2]d')\n"))
	}},
	"names in the middle of a text": {2000, func(n int) map[string]string {
		return one("a.py", inPython+"x = "+plain(n, "'a' + ")+"'us-east-1'\nboto3.client('s3', region_name=x)\n")
	}},
	"dicts in a row that are read": {400, func(n int) map[string]string {
		return one("a.py", inPython+"d0 = {'region_name': 'us-east-1'}\n"+numbered(n, "d%[2]d = {**d%[1]d, 'k%[1]d': 1}\nboto3.client('s3', **d%[1]d)\n"))
	}},
	"names in a row that are read": {500, func(n int) map[string]string {
		return one("a.py", inPython+"r0 = 'us-east-1'\n"+numbered(n, "r%[2]d = r%[1]d\nboto3.client('s3', region_name=r%[1]d)\n"))
	}},
	"texts that are put together of many choices": {250, func(n int) map[string]string {
		return one("a.py", inPython+numbered(20, "x%[1]d = 'a' if c else 'b' # %[2]d\n")+numbered(n, "boto3.client('s3', region_name=f'"+numbered(20, "{{x%[1]d}}{{x%[2]d}}")+"%[1]d%[2]d')\n"))
	}},
	"assignments that are used below": {1000, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "if a%[1]d: r = 'us-east-%[2]d'\n")+plain(n/2, "boto3.client('s3', region_name=r)\n"))
	}},
	"towers of conditions": {500, func(n int) map[string]string {
		return one("a.ts", inScript+"let r = 'us-east-1'\n"+plain(64, plain(300, "if (a) {")+"r = 'us-east-2'"+plain(300, "}")+"\n")+plain(300, "if (b) {")+plain(n, "new S3Client({ region: r })\n")+plain(300, "}"))
	}},
	"functions that set one name": {300, func(n int) map[string]string {
		return one("a.py", inPython+"r = None\n"+numbered(n, "def f%[1]d():\n global r\n r = 'us-east-%[2]d'\n")+numbered(n, "def g%[1]d(): return boto3.client('s3', region_name=r) # %[2]d\n"))
	}},
	"an attribute that is set from outside": {300, func(n int) map[string]string {
		return one("a.py", inPython+"class A: pass\na = A()\n"+numbered(n, "a.region = 'us-east-%[1]d' # %[2]d\nboto3.client('s3', region_name=a.region)\n"))
	}},
	"attributes that are set from outside": {300, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "class A%[1]d: pass\na%[1]d = A%[1]d()\na%[1]d.region = 'us-east-%[2]d'\nboto3.client('s3', region_name=a%[1]d.region)\n"))
	}},
	"defaults of an SDK": {300, func(n int) map[string]string {
		return one("a.js", "const AWS = require('aws-sdk')\n"+numbered(n, "AWS.config.update({ region: 'us-east-%[1]d' }) // %[2]d\nnew AWS.S3()\n"))
	}},
	"properties of the global object": {500, func(n int) map[string]string {
		return one("a.ts", inScript+plain(n, "window.r = 'us-east-1'\nnew S3Client({ region: window.r })\n"))
	}},
	"imports of all names": {500, func(n int) map[string]string {
		return one("a.py", inPython+numbered(n, "from m%[1]d import * # %[2]d\n")+numbered(n, "boto3.client('s3', region_name=Q%[1]d) # %[2]d\n"))
	}},
	"exports that are read": {500, func(n int) map[string]string {
		return map[string]string{
			"a.js": "const { S3Client } = require('@aws-sdk/client-s3')\n" + numbered(n, "exports.r%[1]d = 'us-east-%[2]d'\n"),
			"b.js": "const { S3Client } = require('@aws-sdk/client-s3')\nconst a = require('./a')\n" + numbered(n, "new S3Client({ region: a.r%[1]d }) // %[2]d\n"),
		}
	}},
	"keys of Flask's configuration": {300, func(n int) map[string]string {
		return one("a.py", inPython+"from flask import Flask\napp = Flask(__name__)\n"+numbered(n, "app.config['R%[1]d'] = 'us-east-1' # %[2]d\nboto3.client('s3', region_name=app.config['R%[1]d'])\n"))
	}},
	"updates of Flask's configuration": {200, func(n int) map[string]string {
		return one("a.py", inPython+"from flask import Flask\napp = Flask(__name__)\n"+numbered(n, "app.config.update(Q%[1]d='us-east-1') # %[2]d\nboto3.client('s3', region_name=app.config['R%[1]d'])\n"))
	}},
	"options of a command line": {300, func(n int) map[string]string {
		return one("a.py", inPython+"import argparse\np = argparse.ArgumentParser()\n"+numbered(n, "p.add_argument('--r%[1]d', default='us-east-1') # %[2]d\n")+"a = p.parse_args()\n"+numbered(n, "boto3.client('s3', region_name=a.r%[1]d) # %[2]d\n"))
	}},
	"namespaces of NestJS": {200, func(n int) map[string]string {
		return one("a.ts", inScript+"import { registerAs, ConfigService } from '@nestjs/config';\n"+numbered(n, "export const c%[1]d = registerAs('k%[1]d', () => ({ region: 'us-east-%[2]d' }))\n")+
			"class A { constructor(private s: ConfigService) {}\n"+numbered(n, "f%[1]d() { new S3Client({ region: this.s.get('k%[1]d.region') }) } // %[2]d\n")+"}\n")
	}},
	"endpoints beside regions": {500, func(n int) map[string]string {
		return map[string]string{
			".env": numbered(n, "K%[1]d_URL=https://sqs.us-east-1.amazonaws.com\nK%[1]d_REGION=eu-west-1 # %[2]d\n"),
			"a.py": inPython + "boto3.client('s3', region_name=os.environ['K1_REGION'])\n",
		}
	}},
	"references that double": {200, func(n int) map[string]string {
		return one(".env", "A0_REGION=us-east-1\n"+numbered(n, "A%[2]d_REGION=${A%[1]d_REGION}${A%[1]d_REGION}\n"))
	}},
	"references to a long value": {500, func(n int) map[string]string {
		return one(".env", "A_REGION="+plain(n, "abcdefghij")+"\n"+numbered(n, "B%[1]d_REGION=$A_REGION # %[2]d\n"))
	}},
	"modes of one variable": {60, func(n int) map[string]string {
		files := everyFile(n, ".env.m%[1]d", "AWS_REGION=us-east-1\n")
		files["a.ts"] = inScript + plain(n, "new S3Client({ region: process.env.AWS_REGION })\n")
		return files
	}},
	"dotenv files that are loaded": {60, func(n int) map[string]string {
		files := everyFile(n, "d%[1]d/.env", "AWS_REGION=us-east-%[1]d\n")
		files["a.py"] = inPython + "from dotenv import load_dotenv\n" + numbered(n, "load_dotenv('d%[1]d/.env') # %[2]d\n") + plain(n, "boto3.client('s3', region_name=os.environ['AWS_REGION'])\n")
		return files
	}},
	"names that raise errors": {500, func(n int) map[string]string {
		return map[string]string{".env": "X_REGION=us-east-1\n", "a.py": inPython + numbered(n, "boto3.client('s3', region_name=os.environ['K%[1]d_REGION']) # %[2]d\n")}
	}},
}
