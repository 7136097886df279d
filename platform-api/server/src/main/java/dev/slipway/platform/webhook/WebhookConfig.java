package dev.slipway.platform.webhook;

import dev.slipway.model.resource.Bytes;
import dev.slipway.platform.upload.UploadConfig.BytesText;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What deliveries may take of the platform.
@ConfigMapping(prefix = "slipway.webhooks")
public interface WebhookConfig {

    /// The largest body of a delivery.
    @WithDefault("1Mi")
    @WithConverter(BytesText.class)
    Bytes maxBody();

    /// The longest that a sender may take to send one.
    @WithDefault("PT10S")
    Duration deadline();

    /// Deliveries received at a time; the next waits a second.
    @WithDefault("16")
    int atATime();

    /// Proved deliveries of one webhook in a minute.
    @WithDefault("60")
    int perMinute();

    /// How long a delivery that has no id is known by its body; nor is a signed one taken under another id
    /// meanwhile.
    @WithDefault("PT10M")
    Duration bodyWindow();

    /// Deliveries of an application that are kept to be looked at and replayed.
    @WithDefault("100")
    int kept();
}
