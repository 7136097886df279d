/// Running copies of applications as their project sees them, and their logs.
package dev.slipway.platform.instance;
