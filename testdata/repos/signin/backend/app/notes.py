"""The notes, one item each."""

import time

import boto3
from boto3.dynamodb.conditions import Key

from app.config import settings

_table = boto3.resource("dynamodb", region_name=settings.aws_region).Table(settings.notes_table)


def add(owner: str, text: str) -> dict:
    note = {"owner": owner, "written": time.time_ns(), "text": text}
    _table.put_item(Item=note)
    return note


def of(owner: str) -> list[dict]:
    return _table.query(KeyConditionExpression=Key("owner").eq(owner))["Items"]
