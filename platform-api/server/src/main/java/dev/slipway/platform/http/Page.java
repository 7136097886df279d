package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

/// One page of a list: `{"items":[…],"next":"<cursor>"|null}`.
public record Page<T>(List<T> items, String next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int LARGEST_LIMIT = 500;

    /// What a client asks for: how many (1 to 500), and after which key (null for the first page).
    public record Request(int limit, String after) {

        /// After this name; the empty text, which is before every name, where there is no cursor.
        public String afterName() {
            return after == null ? "" : after;
        }

        /// Reads `?limit=&cursor=`. Throws FIELD_TYPE for either, FIELD_INVALID for a limit out of range.
        public static Request of(String limit, String cursor) {
            int size = limit == null ? DEFAULT_LIMIT : number(limit);
            if (size < 1 || size > LARGEST_LIMIT) {
                throw PlatformException.invalid("limit", "must be 1 to " + LARGEST_LIMIT);
            }
            return new Request(size, cursor == null ? null : decoded(cursor));
        }

        private static int number(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException _) {
                throw PlatformException.field(
                        ErrorCode.FIELD_TYPE,
                        "limit",
                        "must be a whole number",
                        "Give 1 to " + LARGEST_LIMIT + ", or leave it out for " + DEFAULT_LIMIT + ".");
            }
        }

        /// After this number; the default when there is no cursor.
        public long afterNumber(long first) {
            if (after == null) {
                return first;
            }
            try {
                return Long.parseLong(after);
            } catch (NumberFormatException _) {
                throw badCursor();
            }
        }

        /// Only what {@link #cursor} made: one that was cut or changed is none.
        private static String decoded(String cursor) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                String key = new String(bytes, 0, Math.max(0, bytes.length - Integer.BYTES), StandardCharsets.UTF_8);
                if (!cursor(key).equals(cursor)) {
                    throw badCursor();
                }
                return key;
            } catch (IllegalArgumentException _) {
                throw badCursor();
            }
        }

        private static PlatformException badCursor() {
            return PlatformException.field(
                    ErrorCode.FIELD_TYPE, "cursor", "was not made here", "Take it from \"next\" of the page before.");
        }
    }

    /// Makes a page of rows, one more of which was read than asked for to know whether there is a next page.
    public static <R, T> Page<T> of(List<R> rows, Request request, Function<R, T> item, Function<R, Object> key) {
        boolean more = rows.size() > request.limit();
        List<R> shown = more ? rows.subList(0, request.limit()) : rows;
        String next = more ? cursor(String.valueOf(key.apply(shown.getLast()))) : null;
        return new Page<>(shown.stream().map(item).toList(), next);
    }

    /// The key and its checksum, so that only whole cursors are taken.
    private static String cursor(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(bytes.length + Integer.BYTES)
                        .put(bytes)
                        .putInt((int) checksum.getValue())
                        .array());
    }
}
