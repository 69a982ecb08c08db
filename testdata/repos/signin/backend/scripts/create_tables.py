"""Makes the tables; run once, from the backend folder."""

import os

import boto3
from dotenv import load_dotenv

load_dotenv()


def main() -> None:
    dynamodb = boto3.resource("dynamodb")
    table = dynamodb.create_table(
        TableName=os.getenv("NOTES_TABLE", "logbook-notes"),
        KeySchema=[
            {"AttributeName": "owner", "KeyType": "HASH"},
            {"AttributeName": "written", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "owner", "AttributeType": "S"},
            {"AttributeName": "written", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    print("made", table.name)


if __name__ == "__main__":
    main()
