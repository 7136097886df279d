"""Answers with a greeting; served by gunicorn, since it only defines the application."""
from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello from Python\n", {"Content-Type": "text/plain; charset=utf-8"}
