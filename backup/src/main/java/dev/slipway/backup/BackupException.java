package dev.slipway.backup;

/// A backup or a restore cannot go on. The message is a sentence for whoever runs it, and says what to do where
/// there is something.
final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupException(String message) {
        super(message);
    }
}
