/// Dockerfiles as they are read before an engine sees them, and what their steps leave behind.
package dev.slipway.build.dockerfile;
