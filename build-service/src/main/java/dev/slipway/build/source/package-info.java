/// What of a commit reaches a build, and where: context directory, `.s2iignore`, `.s2i/environment`, `.s2i/bin`,
/// builder detection, and the tar stream that carries it (s2i.md 1.2, 1.3, 1.6 to 1.8, 5).
package dev.slipway.build.source;
