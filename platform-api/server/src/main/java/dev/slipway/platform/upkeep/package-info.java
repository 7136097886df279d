/// What nodes shall do with images and networks: which are needed, which are stored beside the engine, which
/// go, and when (ADR 0013). Nodes only carry out orders.
package dev.slipway.platform.upkeep;
