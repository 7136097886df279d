/// What the platform and its nodes say to each other, as plain records that both sides write as JSON
/// (`/node/v1`). The node dials out; it is told what should be ({@link
/// dev.slipway.model.assignment.DesiredState}) and answers with what is ({@link
/// dev.slipway.model.assignment.Observation}). Nothing is ever removed because it is absent from a desired state:
/// removal is an order of its own, so that an empty or old state can do no harm.
package dev.slipway.model.assignment;
