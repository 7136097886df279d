/// The logs of builds, one file each, appended by the node that builds and followed by whoever watches.
package dev.slipway.build.log;
