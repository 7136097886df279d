/// What the places where repositories live are told of builds: GitHub, GitLab, Gitea and Forgejo. The
/// build's row is what is to be told; a loop remembers what was.
package dev.slipway.platform.forge;
