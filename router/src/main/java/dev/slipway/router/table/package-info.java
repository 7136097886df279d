/// What is routed where: pure values, and the live table the proxy looks things up in.
package dev.slipway.router.table;
