#!/bin/sh
# Listens on port 8080 and serves www.
exec busybox httpd -f -p "${PORT:-8080}" -h www
