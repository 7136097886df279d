/// Requests in, requests out: HTTP/1.1 forwarding by the live table, and the router's own answers.
package dev.slipway.router.proxy;
