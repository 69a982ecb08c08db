"""The logbook's API."""

from fastapi import Body, Depends, FastAPI

from app import notes, summaries
from app.accounts import accounts
from app.auth import current_user

app = FastAPI(title="logbook")


@app.post("/notes")
def add(text: str = Body(), user: str = Depends(current_user)) -> dict:
    return notes.add(user, text)


@app.get("/notes")
def listing(user: str = Depends(current_user)) -> list[dict]:
    return notes.of(user)


@app.get("/summary")
def summary(user: str = Depends(current_user)) -> str:
    return summaries.summarise(notes.of(user))


@app.delete("/account")
def close(user: str = Depends(current_user)) -> None:
    accounts.close(user)
