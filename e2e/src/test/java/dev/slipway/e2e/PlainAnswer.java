package dev.slipway.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// An answer read from a plain connection. ends says that the server takes no further request on it.
record PlainAnswer(int status, boolean ends, String body) {

    /// Answers with a Content-Length or in chunks, or up to the end of the connection.
    static PlainAnswer read(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        boolean chunked = false;
        boolean ends = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            ends |= lower.startsWith("connection:") && lower.contains("close");
        }
        byte[] body = chunked ? chunks(in) : length < 0 ? in.readAllBytes() : exactly(in, length);
        return new PlainAnswer(
                Integer.parseInt(status.split(" ")[1]),
                ends || !chunked && length < 0,
                new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            all.writeBytes(exactly(in, size));
            line(in);
        }
        line(in);
        return all.toByteArray();
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended" + (line.isEmpty() ? "" : " after " + line));
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
