package dev.slipway.platform.upload;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.FieldError;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.log.PlainText;
import java.util.List;

/// Why an archive is not taken: the entry at fault, what is wrong with it, what to do.
final class ArchiveFault {
    private static final int LONGEST_NAME = 200;

    private ArchiveFault() {}

    /// wrong completes "The entry NAME ...".
    static PlatformException entry(String name, String wrong, String next) {
        String shown = PlainText.of(name, LONGEST_NAME);
        return new PlatformException(
                ErrorCode.ARCHIVE_REFUSED,
                "The entry \"" + shown + "\" " + wrong + ".",
                List.of(new FieldError(shown, wrong)),
                next);
    }

    static PlatformException unreadable(ArchiveFormat format, String why) {
        return PlatformException.of(
                ErrorCode.ARCHIVE_REFUSED,
                "The body is no whole " + format + " archive: " + PlainText.of(why, LONGEST_NAME) + ".",
                "Make the archive again and send all of it, with the content type of its form.");
    }

    static PlatformException tooLarge(String detail, String next) {
        return PlatformException.of(ErrorCode.TOO_LARGE, detail, next);
    }
}
