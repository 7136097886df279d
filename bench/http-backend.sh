# shellcheck shell=bash
# The peer of bench/git: nginx, fcgiwrap and `git http-backend`, as nobody, on 127.0.0.1.

# start_http_backend DIRECTORY PORT: serves the repositories in DIRECTORY/repositories, without sign-in. Adds its
# processes to `beside`.
start_http_backend() {
  peer=$1
  mkdir -p "$peer/repositories" "$peer/temporary"
  nginx_settings "$2" >"$peer/nginx.conf"
  chown -R "$nobody" "$peer"
  as_nobody fcgiwrap -f -c 4 -s "unix:$peer/fcgiwrap.sock"
  as_nobody nginx -e "$peer/nginx.log" -p "$peer" -c "$peer/nginx.conf"
  http_backend_answers "$2" || fail "nginx does not answer: $(tail -n 3 "$peer/nginx.log" "$peer/beside.log")"
}

nobody=65534:65534

# In a group of its own, which is ended whole: fcgiwrap has children.
as_nobody() {
  setsid setpriv --reuid="${nobody%:*}" --regid="${nobody#*:}" --clear-groups env -i PATH=/usr/sbin:/usr/bin:/bin \
    HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 "$@" </dev/null >>"$peer/beside.log" 2>&1 &
  beside+=($!)
}

http_backend_answers() {
  local _
  for _ in $(seq 100); do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

# No limit of the body, one worker, everything it writes below DIRECTORY.
nginx_settings() {
  cat <<NGINX
daemon off;
worker_processes 1;
pid $peer/nginx.pid;
events { worker_connections 64; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path $peer/temporary/body;
  fastcgi_temp_path $peer/temporary/fastcgi;
  proxy_temp_path $peer/temporary/proxy;
  scgi_temp_path $peer/temporary/scgi;
  uwsgi_temp_path $peer/temporary/uwsgi;
  server {
    listen 127.0.0.1:$1;
    location / {
      fastcgi_pass unix:$peer/fcgiwrap.sock;
      fastcgi_read_timeout 300s;
      fastcgi_param SCRIPT_FILENAME $(git --exec-path)/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT $peer/repositories;
      fastcgi_param GIT_HTTP_EXPORT_ALL "";
      fastcgi_param PATH_INFO \$uri;
      fastcgi_param QUERY_STRING \$query_string;
      fastcgi_param REQUEST_METHOD \$request_method;
      fastcgi_param CONTENT_TYPE \$content_type;
      fastcgi_param CONTENT_LENGTH \$content_length;
    }
  }
}
NGINX
}
