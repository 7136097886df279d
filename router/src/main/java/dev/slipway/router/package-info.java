/// The router process. It imports nothing of the agent; the agent imports `table` and `feed` to publish.
package dev.slipway.router;
