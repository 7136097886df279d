#!/usr/bin/env bash
set -e
mkdir -p /tmp/www
echo "<h1>Hello from shell-start</h1>" >/tmp/www/index.html
exec busybox httpd -f -p "${PORT:-8000}" -h /tmp/www
