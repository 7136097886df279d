package dev.slipway.e2e;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;

/// A push that no git client would send: a commit whose tree holds one file under any bytes as its name.
record HostilePush(Installation installation, Api api, String application) {
    private static final int COMMIT = 1;
    private static final int TREE = 2;
    private static final int BLOB = 3;

    /// What the server answered, side bands and all.
    Api.Answer send(String mode, byte[] name) {
        byte[] blob = "hello\n".getBytes(StandardCharsets.UTF_8);
        byte[] tree = join((mode + " ").getBytes(StandardCharsets.UTF_8), name, new byte[1], id("blob", blob));
        String person = "Mallory <mallory@example.org> 1700000000 +0000";
        byte[] commit = ("tree " + hex(id("tree", tree)) + "\nauthor " + person + "\ncommitter " + person
                        + "\n\nhello\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] objects = join(
                "PACK".getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(8).putInt(2).putInt(3).array(),
                packed(COMMIT, commit),
                packed(TREE, tree),
                packed(BLOB, blob));
        return exchange(join(command(hex(id("commit", commit))), objects, sha1(objects)));
    }

    private static byte[] command(String commit) {
        String line = "0".repeat(40) + " " + commit + " refs/heads/main\0 report-status side-band-64k";
        return ("%04x".formatted(line.length() + 4) + line + "0000").getBytes(StandardCharsets.UTF_8);
    }

    private Api.Answer exchange(byte[] body) {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + api.token()).getBytes());
        String url = "http://127.0.0.1:" + installation.port() + "/git/" + application + ".git/git-receive-pack";
        return Api.exchange(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-git-receive-pack-request")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /// The header of a packed object: its type, and its size in groups of 4 and then 7 bits, the lowest first.
    private static byte[] packed(int type, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = content.length >> 4;
        out.write((rest > 0 ? 0x80 : 0) | type << 4 | content.length & 0x0f);
        for (; rest > 0; rest >>= 7) {
            out.write((rest > 0x7f ? 0x80 : 0) | rest & 0x7f);
        }
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] id(String type, byte[] content) {
        return sha1(join((type + " " + content.length + "\0").getBytes(StandardCharsets.UTF_8), content));
    }

    private static byte[] sha1(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
