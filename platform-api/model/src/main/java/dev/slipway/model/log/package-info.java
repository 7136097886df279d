/// What programs print, as it is shown to people.
package dev.slipway.model.log;
