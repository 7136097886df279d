import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Weather(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Hello from python-any-name\n")


HTTPServer(("", int(os.environ.get("PORT", "8000"))), Weather).serve_forever()
