package dev.slipway.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/// The first entry of an archive: enough to refuse it before the rest is read. format is raised when an older
/// program could not read the archive; schema is the newest migration the database had; pool is the range of
/// the project networks; key proves the sealing key without telling it.
@JsonIgnoreProperties(ignoreUnknown = true)
record Header(
        int format,
        String program,
        int schema,
        String installation,
        long incarnation,
        String pool,
        String takenAt,
        String key) {
    static final String NAME = "slipway-backup.json";
    static final int FORMAT = 1;

    static Header of(
            String program, int schema, String installation, long incarnation, String pool, Instant at, String key) {
        return new Header(FORMAT, program, schema, installation, incarnation, pool, at.toString(), key);
    }
}
