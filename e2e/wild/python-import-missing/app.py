from flask import Flask
from greetings_of_nobody import greet

app = Flask(__name__)


@app.route("/")
def index():
    return greet("python-import-missing")
