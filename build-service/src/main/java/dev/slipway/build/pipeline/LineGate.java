package dev.slipway.build.pipeline;

import java.nio.charset.StandardCharsets;

/// Lets output through in whole lines, without secrets; what has no line's end yet waits, at most 8 KiB of it.
/// However the output is cut into pieces, what passes is the same altogether: a later process can say it again and
/// skip what passed before. Used under its owner's lock.
final class LineGate {
    private static final int LONGEST = 8 << 10;

    private final Masks masks;
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder held = new StringBuilder();

    LineGate(Masks masks) {
        this.masks = masks;
    }

    /// What may pass now, bytes as ISO 8859-1 characters; may be empty.
    String pass(byte[] bytes, int offset, int length) {
        raw.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        mask(false);
        int end = Math.max(held.lastIndexOf("\n"), held.lastIndexOf("\r")) + 1;
        return released(end == 0 && held.length() > LONGEST ? settled() : end);
    }

    private void mask(boolean ended) {
        Masks.Masked masked = masks.mask(raw, ended);
        held.append(masked.text());
        raw.delete(0, masked.length());
    }

    /// What still waits, but for what may yet turn out to be a secret, or a URL with credentials.
    String waiting() {
        return released(settled());
    }

    private int settled() {
        return Redaction.settled(held);
    }

    /// Everything that still waits: the output has ended.
    String rest() {
        mask(true);
        return released(held.length());
    }

    private String released(int end) {
        String text = Redaction.of(held.substring(0, end));
        held.delete(0, end);
        return text;
    }
}
