# Answers with a greeting.
use strict;
use warnings;

sub { [200, ['Content-Type' => 'text/plain; charset=utf-8'], ["Hello from Perl\n"]] };
