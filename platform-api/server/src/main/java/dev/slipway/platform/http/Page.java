package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/// One page of a list: `{"items":[…],"next":"<cursor>"|null}`.
public record Page<T>(List<T> items, String next) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int LARGEST_LIMIT = 500;

    /// What a client asks for: how many (1 to 500), and after which key (null for the first page).
    public record Request(int limit, String after) {

        /// Reads `?limit=&cursor=`. Throws FIELD_INVALID for either.
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
                throw PlatformException.invalid("limit", "must be a number, 1 to " + LARGEST_LIMIT);
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

        private static String decoded(String cursor) {
            try {
                String after = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (after.indexOf('\0') >= 0) {
                    throw badCursor();
                }
                return after;
            } catch (IllegalArgumentException _) {
                throw badCursor();
            }
        }

        private static PlatformException badCursor() {
            return PlatformException.field(
                    ErrorCode.FIELD_INVALID,
                    "cursor",
                    "was not made here",
                    "Take it from \"next\" of the page before.");
        }
    }

    /// Makes a page of rows, one more of which was read than asked for to know whether there is a next page.
    public static <R, T> Page<T> of(List<R> rows, Request request, Function<R, T> item, Function<R, Object> key) {
        boolean more = rows.size() > request.limit();
        List<R> shown = more ? rows.subList(0, request.limit()) : rows;
        String next = more
                ? Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                String.valueOf(key.apply(shown.getLast())).getBytes(StandardCharsets.UTF_8))
                : null;
        return new Page<>(shown.stream().map(item).toList(), next);
    }
}
