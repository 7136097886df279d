#!/bin/sh
mkdir -p /tmp/www
echo "Hello from shell-script" >/tmp/www/index.html
exec busybox httpd -f -p "$PORT" -h /tmp/www
