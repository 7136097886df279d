from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

api = FastAPI(title="Plants")


@api.get("/", response_class=PlainTextResponse)
async def root() -> str:
    return "Hello from python-other-name"
