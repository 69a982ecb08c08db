"""Who sent a request: the access token that Cognito gave the browser."""

import jwt
from fastapi import Header, HTTPException

from app.config import settings

ISSUER = f"https://cognito-idp.{settings.aws_region}.amazonaws.com/{settings.user_pool_id}"

_keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json")


def current_user(authorization: str = Header()) -> str:
    token = authorization.removeprefix("Bearer ")
    try:
        key = _keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key.key, algorithms=["RS256"], issuer=ISSUER)
    except jwt.PyJWTError as error:
        raise HTTPException(401, "sign in again") from error
    if claims["client_id"] != settings.user_pool_client_id:
        raise HTTPException(401, "sign in again")
    return claims["sub"]
