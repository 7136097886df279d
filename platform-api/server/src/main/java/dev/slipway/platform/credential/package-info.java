/// Credentials of a project for Git servers: who may be shown which secret.
package dev.slipway.platform.credential;
