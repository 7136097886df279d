/// Keys for Git servers that are spoken to by ssh, and the one way there.
package dev.slipway.platform.ssh;
