from http.server import BaseHTTPRequestHandler, HTTPServer


class Quotes(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Hello from python-command\n")


def main():
    HTTPServer(("127.0.0.1", 8070), Quotes).serve_forever()
