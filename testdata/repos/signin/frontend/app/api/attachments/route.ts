import { randomUUID } from "node:crypto";

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const s3 = new S3Client({});

export async function POST(request: Request): Promise<Response> {
  const { type } = await request.json();
  const command = new PutObjectCommand({
    Bucket: process.env.ATTACHMENTS_BUCKET,
    Key: randomUUID(),
    ContentType: type,
  });
  return Response.json({ url: await getSignedUrl(s3, command, { expiresIn: 60 }) });
}
