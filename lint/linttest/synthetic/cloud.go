package synthetic

import (
	"fmt"
)

// home is the region of all packages but every fiftieth, whose template says
// another one than its code.
const (
	home = "eu-west-1"
	away = "us-east-1"
)

// template returns a dotenv template that sets the region.
func (m *maker) template(variable string) string {
	region := home
	if m.n%50 == 7 {
		region = away
	}
	return fmt.Sprintf("# copy to .env\nLOG_LEVEL=info\n%s=%s\nBUCKET=notes-%d\n", variable, region, m.n)
}

// cloudTypeScript adds a template, a configuration and the client that it is
// for, or as many files of other code.
func (m *maker) cloudTypeScript(root string) {
	if !m.uses {
		m.put(root+"/src/config/index.ts", "export * from './values'\n")
		m.put(root+"/src/config/values.ts", m.hook("value", 6))
		m.put(root+"/src/server/storage.ts", m.hook("storage", 6))
		m.put(root+"/src/server/queue.ts", m.hook("queue", 6))
		m.put(root+"/sample.json", m.catalogue(3))
		return
	}
	variable := "AWS_REGION"
	if m.n%4 == 1 {
		variable = fmt.Sprintf("WEB%d_REGION", m.n)
	}
	m.put(root+"/.env.example", m.template(variable))
	// A barrel does not matter by itself: it is found by the import that leads
	// through it.
	m.put(root+"/src/config/index.ts", "export * from './values'\n")
	m.put(root+"/src/config/values.ts", fmt.Sprintf(`export const config = {
  region: process.env.%s ?? '%s',
  bucket: process.env.BUCKET ?? 'notes',
  pageSize: %d,
} as const
`, variable, home, 10+m.rng.IntN(90)))
	m.put(root+"/src/server/storage.ts", fmt.Sprintf(`import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'
import { config } from '@/config'

const storage = new S3Client({ region: config.region })

export async function load%s(key: string) {
  const answer = await storage.send(new GetObjectCommand({ Bucket: config.bucket, Key: key }))
  return answer.Body?.transformToString()
}
`, m.title()))
	if m.n%4 != 0 {
		m.put(root+"/src/server/queue.ts", m.hook("queue", 6))
		return
	}
	m.put(root+"/src/server/queue.ts", `import { openQueue } from '@synthetic/cloud'
import { config } from '../config'

export const queue = openQueue(config.region)
`)
}

// cloudPython is cloudTypeScript for a service.
func (m *maker) cloudPython(root string) {
	if !m.uses {
		m.put(root+"/app/settings.py", m.module(4))
		m.put(root+"/app/store.py", m.module(4))
		m.put(root+"/app/notes.py", m.module(4))
		m.put(root+"/sample.json", m.catalogue(3))
		return
	}
	m.put(root+"/.env.example", m.template("AWS_DEFAULT_REGION"))
	m.put(root+"/app/settings.py", fmt.Sprintf(`import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    bucket: str = os.environ.get("BUCKET", "notes")
    home: str = os.environ.get("AWS_DEFAULT_REGION", "%s")
    page_size: int = %d


settings = Settings()
`, home, 10+m.rng.IntN(90)))
	m.put(root+"/app/store.py", fmt.Sprintf(`import boto3

from app.settings import settings

table = boto3.resource("dynamodb", region_name=settings.home).Table("%s")


def open_topic_%d(place):
    return boto3.client("sns", region_name=place)
`, m.word(), m.n))
	// Nor does a caller: it is found by the function's name.
	m.put(root+"/app/notes.py", fmt.Sprintf(`from app.settings import settings
from app.store import open_topic_%d


def publish(note):
    open_topic_%[1]d(settings.home).publish(Message=note)
`, m.n))
}
