package dev.slipway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A builder image of two megabytes: busybox and the scripts of S2I. It says nothing of Slipway.
final class SmallBuilder {
    private static final String CONTENT = """
            set -e
            mkdir -p bin usr/libexec/s2i tmp opt/www
            chmod 1777 tmp opt opt/www
            cp /bin/busybox bin/
            for applet in sh tar cp; do ln -s busybox "bin/$applet"; done
            printf '#!/bin/sh\\nexec cp -r /tmp/src/. /opt\\n' >usr/libexec/s2i/assemble
            printf '#!/bin/sh\\nexec busybox httpd -f -p "$PORT" -h /opt/www\\n' >usr/libexec/s2i/run
            chmod 0755 usr/libexec/s2i/*
            tar -cf ../small.tar .
            """;

    private SmallBuilder() {}

    /// Puts it into the engine under that name.
    static void load(Installation installation, Path directory, String image) throws IOException {
        Path content = Files.createDirectories(directory.resolve("content"));
        new Command(content, Map.of(), Duration.ofMinutes(1))
                .run("sh", "-c", CONTENT)
                .expectSuccess();
        installation
                .docker(
                        "import",
                        "--change",
                        "USER 1001",
                        "--change",
                        "WORKDIR /opt",
                        "--change",
                        "CMD [\"/usr/libexec/s2i/run\"]",
                        "--change",
                        "LABEL io.openshift.s2i.scripts-url=image:///usr/libexec/s2i",
                        directory.resolve("small.tar").toString(),
                        image)
                .expectSuccess();
    }
}
