/// The node's side of builds: S2I on the engine, one class per step. {@link
/// dev.slipway.build.pipeline.BuildPipeline} tells the story; the platform is {@link
/// dev.slipway.build.pipeline.BuildOrders}. No CDI, no database.
package dev.slipway.build.pipeline;
