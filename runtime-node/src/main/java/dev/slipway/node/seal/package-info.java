/// What a node keeps on its disk and nobody else may read.
package dev.slipway.node.seal;
