/// The platform's side of its nodes (`/node/v1`): who they are, what they shall hold, what they say they hold, and
/// the logs they lend. Nodes dial out; nothing here connects to one.
package dev.slipway.platform.node;
