"""What the logbook does to its users' accounts."""

import boto3

from app.config import settings


class Accounts:
    def __init__(self, region: str) -> None:
        self.pool = settings.user_pool_id
        self.cognito = boto3.client("cognito-idp", region_name=region)

    def close(self, username: str) -> None:
        self.cognito.admin_user_global_sign_out(UserPoolId=self.pool, Username=username)
        self.cognito.admin_delete_user(UserPoolId=self.pool, Username=username)


accounts = Accounts(settings.aws_region)
