# Serves the working directory: *.pl and *.cgi are run as CGI scripts, index.pl or index.cgi for a directory, other files
# as they are. What begins with a dot, and what describes the application, does not exist.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use Plack::App::File;
use Plack::App::WrapCGI;

my $root = abs_path(getcwd());
my $files = Plack::App::File->new(root => $root)->to_app;
my %scripts;

my $missing = [404, ['Content-Type' => 'text/plain'], ["Not found\n"]];

sub script {
    my ($path) = @_;
    return $scripts{$path} //= Plack::App::WrapCGI->new(script => $path, execute => 1)->to_app;
}

sub {
    my ($env) = @_;
    my $path = $env->{PATH_INFO} || '/';
    # Files are looked for as if both kinds of slashes, however many, were one.
    $path =~ s{[/\\]+}{/}g;
    return $missing if $path =~ m{/\.} || $path =~ m{\0} || $path =~ m{^/(cpanfile|local/|extlib/|lib/)};
    $path .= 'index.pl' if $path =~ m{/$} && -f "$root${path}index.pl";
    $path .= 'index.html' if $path =~ m{/$} && -f "$root${path}index.html";
    $path .= 'index.cgi' if $path =~ m{/$} && -f "$root${path}index.cgi";
    if ($path =~ m{^(/.*?\.(?:pl|cgi))(/.*)?$} && -f "$root$1") {
        my ($name, $rest) = ($1, $2);
        my $file = abs_path("$root$name");
        return $missing unless defined $file && index($file, "$root/") == 0;
        return script($file)->({%$env, SCRIPT_NAME => $name, PATH_INFO => $rest // ''});
    }
    return $missing if $path =~ m{\.(pl|cgi|pm|psgi)$};
    return $files->({%$env, PATH_INFO => $path});
};
