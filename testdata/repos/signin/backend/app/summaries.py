"""One paragraph for a week of notes."""

import boto3

from app.config import settings

MODEL = "amazon.nova-lite-v1:0"

_bedrock = boto3.client("bedrock-runtime", region_name=settings.bedrock_region)


def summarise(notes: list[dict]) -> str:
    text = "\n".join(note["text"] for note in notes)
    answer = _bedrock.converse(
        modelId=MODEL,
        system=[{"text": "Sum up these notes in one paragraph."}],
        messages=[{"role": "user", "content": [{"text": text}]}],
    )
    return answer["output"]["message"]["content"][0]["text"]
