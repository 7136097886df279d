package dev.slipway.console.http;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The few files that pages load. Each has its content's hash in its address, so browsers keep it for ever.
@Singleton
public class Assets {
    static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js";
    private static final int HASH_DIGITS = 12;

    private final Map<String, Asset> assets = Map.of(
            "console.css", Asset.of("console/console.css", "text/css;charset=UTF-8"),
            "console.js", Asset.of("console/console.js", "text/javascript;charset=UTF-8"),
            "htmx.js", Asset.of(HTMX, "text/javascript;charset=UTF-8"),
            "logo.svg", Asset.of("console/logo.svg", "image/svg+xml"));

    record Asset(byte[] content, String type, String hash) {
        static Asset of(String resource, String type) {
            try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException(resource + " is not in the program");
                }
                byte[] content = in.readAllBytes();
                return new Asset(content, type, hash(content));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String hash(byte[] content) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
                return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    String url(String name) {
        return "/console/assets/" + name + "?" + assets.get(name).hash();
    }
}
