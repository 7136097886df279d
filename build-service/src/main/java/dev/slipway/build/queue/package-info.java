/// The platform's side of builds: the queue in PostgreSQL (claims with lease and epoch, outcomes, stale builds),
/// the preparation of what a node is told, and the resources below /node/v1/builds.
package dev.slipway.build.queue;
