/// What of a commit reaches a build, and where: context directory, `.s2iignore`, `.s2i/environment`, `.s2i/bin`,
/// builder detection, and the tar stream that carries it.
package dev.slipway.build.source;
