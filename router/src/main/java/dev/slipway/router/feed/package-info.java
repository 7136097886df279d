/// How the table gets from the node's agent to the router, and how it survives the router's death.
package dev.slipway.router.feed;
