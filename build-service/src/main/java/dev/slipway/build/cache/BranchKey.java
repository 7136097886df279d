package dev.slipway.build.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name of something that is kept for one branch of one application on one builder image, and of what else decides
/// it: nobody else's has it. The project is not in it.
public final class BranchKey {
    private final MessageDigest digest = sha256();

    /// ref is the branch's name, short or full; null for a source without one.
    public BranchKey(String builderImage, String application, String ref) {
        and(builderImage).and(application).and(ref == null ? "" : ref.replaceFirst("^refs/heads/", ""));
    }

    public BranchKey and(String text) {
        return and(text.getBytes(StandardCharsets.UTF_8));
    }

    /// With its length, so that no two lists of parts run into the same bytes.
    public BranchKey and(byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(part);
        return this;
    }

    /// 64 hexadecimal digits. Takes nothing more afterwards.
    public String text() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Of these bytes alone, 64 hexadecimal digits.
    public static String digest(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
