/// Builder images that come with the program: what it knows to make, and the making on a node that builds.
package dev.slipway.build.builder;
