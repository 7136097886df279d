package planted.platform.release;

import org.eclipse.microprofile.config.inject.ConfigProperty;

class FieldConfiguration {
    @ConfigProperty(name = "slipway.url")
    String url;
}
