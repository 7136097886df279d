package Greeting;
use strict;
use warnings;

sub of {
    my ($who) = @_;
    return "Hello from $who";
}

1;
