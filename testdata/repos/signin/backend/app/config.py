"""What the backend is told by its environment."""

import os
from dataclasses import dataclass

from dotenv import load_dotenv

load_dotenv()


@dataclass(frozen=True)
class Settings:
    # Everything runs in Malaysia.
    aws_region: str = os.getenv("DEFAULT_AWS_REGION", "ap-southeast-5")
    bedrock_region: str = os.getenv("BEDROCK_REGION", "ap-southeast-5")
    notes_table: str = os.getenv("NOTES_TABLE", "logbook-notes")
    user_pool_id: str = os.environ["USER_POOL_ID"]
    user_pool_client_id: str = os.environ["USER_POOL_CLIENT_ID"]


settings = Settings()
