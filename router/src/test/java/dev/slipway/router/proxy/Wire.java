package dev.slipway.router.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that sends exactly the bytes it is told to.
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    public Wire(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
    }

    /// One request on a connection of its own; the answer's head and body as text.
    public static Answer ask(int port, String request) throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(request);
            return wire.answer();
        }
    }

    public static Answer get(int port, String host, String path) throws IOException {
        return ask(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    public record Answer(String head, String body) {

        public int status() {
            return Integer.parseInt(head.split(" ")[1]);
        }

        /// "" when there is no such header.
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    public Answer answer() throws IOException {
        String head = readHead();
        Answer answer = new Answer(head, "");
        if (answer.header("Transfer-Encoding").equals("chunked")) {
            StringBuilder body = new StringBuilder();
            for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
                body.append(chunk);
            }
            return new Answer(head, body.toString());
        }
        String length = answer.header("Content-Length");
        int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
        return new Answer(head, new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
    }

    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /// The next chunk of a chunked body; "" for the last one.
    public String chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        String data = new String(in.readNBytes(size), StandardCharsets.UTF_8);
        line();
        return data;
    }

    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("connection ended after: " + line);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    public String exactly(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /// Everything until the other side closes.
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
