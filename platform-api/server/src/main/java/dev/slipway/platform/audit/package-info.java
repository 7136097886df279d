/// Who did what to which noun, when, with which outcome. Every request that changes something leaves one entry, in the
/// transaction of its effect; so does every refusal of a right or a sign-in. No resource has to remember it.
package dev.slipway.platform.audit;
