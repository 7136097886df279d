package dev.slipway.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The smallest image with a shell, made of what the machine has.
final class TinyImage {
    static final String TAG = "slipway-test/tiny:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final int EVERYBODY = 01777;
    private static final List<String> APPLETS = List.of(
            "sh",
            "cat",
            "echo",
            "sleep",
            "id",
            "env",
            "ls",
            "grep",
            "head",
            "tail",
            "dd",
            "tar",
            "wget",
            "nc",
            "ip",
            "httpd",
            "mkdir",
            "rm",
            "cp",
            "mv",
            "ln",
            "chmod",
            "sort",
            "tr",
            "touch",
            "true",
            "false",
            "yes",
            "stat",
            "date",
            "seq",
            "kill",
            "ps",
            "wc",
            "find",
            "sed",
            "awk",
            "df",
            "hostname",
            "nslookup",
            "mount",
            "unshare");
    private static final String CONFIG = """
            {"architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z",
             "config": {"User": "1001", "Env": ["PATH=/bin", "TINY=image"], "Cmd": ["sh", "-c", "echo tiny"],
                        "WorkingDir": "/work", "Labels": {"tiny": "yes"}, "ExposedPorts": {"8080/tcp": {}}},
             "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]},
             "history": [{"created": "2026-01-01T00:00:00Z", "created_by": "test"}]}
            """;

    private TinyImage() {}

    static void load(Path socket) {
        load(socket, TAG, Set.of(), Map.of());
    }

    /// The same without some of its commands and with files of the machine, under a tag of its own; busybox itself is
    /// always there.
    static void load(Path socket, String name, Set<String> without, Map<String, Path> files) {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new IllegalStateException(BUSYBOX + " is missing: apt-get install busybox-static");
        }
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket)
                .withDockerTlsVerify(false)
                .build();
        var http = new ApacheDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .build();
        try (DockerClient client = DockerClientImpl.getInstance(config, http)) {
            client.loadImageAsyncCmd(new ByteArrayInputStream(archive(name, layer(without, files))))
                    .exec(new LoadImageCallback())
                    .awaitMessage();
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the test image cannot be loaded", e);
        }
    }

    private static byte[] archive(String name, byte[] layer) throws IOException, NoSuchAlgorithmException {
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
        byte[] manifest = new ObjectMapper()
                .writeValueAsBytes(List.of(
                        Map.of("Config", "config.json", "RepoTags", List.of(name), "Layers", List.of("layer.tar"))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            file(tar, "layer.tar", layer, 0644);
            file(tar, "config.json", CONFIG.formatted(digest).getBytes(StandardCharsets.UTF_8), 0644);
            file(tar, "manifest.json", manifest, 0644);
        }
        return bytes.toByteArray();
    }

    private static byte[] layer(Set<String> without, Map<String, Path> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            directory(tar, "bin/", 0755);
            directory(tar, "tmp/", EVERYBODY);
            directory(tar, "work/", EVERYBODY);
            file(tar, "bin/busybox", Files.readAllBytes(BUSYBOX), 0755);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                file(tar, file.getKey(), Files.readAllBytes(file.getValue()), 0755);
            }
            for (String applet : APPLETS) {
                if (without.contains(applet)) {
                    continue;
                }
                TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarArchiveEntry.LF_SYMLINK);
                link.setLinkName("busybox");
                link.setModTime(0);
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void directory(TarArchiveOutputStream tar, String name, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(040000 | mode);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0100000 | mode);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
