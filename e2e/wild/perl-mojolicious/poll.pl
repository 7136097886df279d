#!/usr/bin/env perl
use Mojolicious::Lite -signatures;

get '/' => sub ($c) {
    $c->render(template => 'index', name => 'perl-mojolicious');
};

app->start;

__DATA__

@@ index.html.ep
<h1>Hello from <%= $name %></h1>
