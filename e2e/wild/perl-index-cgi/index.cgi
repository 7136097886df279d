#!/usr/bin/perl -T
use strict;
use warnings;
use FindBin;
use lib do { $FindBin::Bin =~ m{^(.*)$}s; "$1/lib" };
use Greeting;

print "Content-Type: text/plain\r\n\r\n", Greeting::of('perl-index-cgi');
