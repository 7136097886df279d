/// Images that a node keeps besides its engine, and what it does with images and networks because the platform says
/// so.
package dev.slipway.node.image;
