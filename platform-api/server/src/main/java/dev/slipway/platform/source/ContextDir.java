package dev.slipway.platform.source;

import dev.slipway.model.fault.PlatformException;

/// The directory inside a source that is the application.
public final class ContextDir {
    private static final int LONGEST = 500;

    private ContextDir() {}

    /// Without slashes around it; null for the root. Throws FIELD_INVALID for the field.
    public static String checked(String field, String directory) {
        if (directory == null || directory.isEmpty() || directory.equals("/") || directory.equals(".")) {
            return null;
        }
        String clean = directory.replaceFirst("^(\\./|/)", "").replaceFirst("/$", "");
        for (String segment : clean.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || clean.length() > LONGEST) {
                throw PlatformException.invalid(
                        field, "must be a path inside the repository, such as \"services/shop\"");
            }
        }
        return clean;
    }
}
