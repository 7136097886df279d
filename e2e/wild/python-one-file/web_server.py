import os
from http.server import HTTPServer, BaseHTTPRequestHandler
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"Hello from python-one-file\n")
def main():
    HTTPServer(("", int(os.environ.get("PORT", 8000))), H).serve_forever()
if __name__ == "__main__":
    main()
