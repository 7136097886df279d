/// What forges tell of pushes: deliveries are proved by a secret, read into facts, decided on by a pure function,
/// and kept with what was decided and why.
package dev.slipway.platform.webhook;
