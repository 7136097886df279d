from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

api = FastAPI()


@api.get("/", response_class=PlainTextResponse)
def index():
    return "Hello from python-module-any-name\n"
