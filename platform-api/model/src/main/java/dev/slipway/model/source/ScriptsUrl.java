package dev.slipway.model.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where S2I scripts are: a directory in the builder image, or one on a web server.
public sealed interface ScriptsUrl {
    String FORM = "must be image:///directory in the builder image, or an http:// or https:// URL with a path, without"
            + " sign-in, query and fragment";

    /// path is absolute, without a slash at its end.
    record InImage(String path) implements ScriptsUrl {
        private static final Pattern PATTERN = Pattern.compile("image://((?:/[A-Za-z0-9._+-]+)+)/?");
    }

    /// base is read as strictly as the URL of a repository; it is always `http` or `https`.
    record Remote(GitUrl base) implements ScriptsUrl {

        /// The address of one script.
        public String script(String name) {
            String directory = base.toString();
            return directory + (directory.endsWith("/") ? "" : "/") + name;
        }
    }

    /// Throws IllegalArgumentException with what is wrong with it, to be read after the name of the field.
    static ScriptsUrl parse(String text) {
        Matcher image = InImage.PATTERN.matcher(text);
        if (image.matches()) {
            return new InImage(image.group(1));
        }
        try {
            GitUrl url = GitUrl.parse(text);
            if (url.isWeb()) {
                return new Remote(url);
            }
        } catch (IllegalArgumentException _) {
            // What it says is about repositories.
        }
        throw new IllegalArgumentException(FORM);
    }
}
