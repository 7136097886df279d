#!/bin/sh
mkdir -p /tmp/w && echo 'Hello from procfile-shell' > /tmp/w/index.html
exec busybox httpd -f -p "$PORT" -h /tmp/w
