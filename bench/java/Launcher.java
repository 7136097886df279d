import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// ./slipway for the installation that is measured.
record Launcher(Path root, Path home) {

    /// What it says goes to standard error. Throws IllegalStateException unless it ended with 0.
    void run(String verb, String... options) {
        String[] words = new String[options.length + 4];
        words[0] = root.resolve("slipway").toString();
        words[1] = verb;
        words[2] = "--home";
        words[3] = home.toString();
        System.arraycopy(options, 0, words, 4, options.length);
        try {
            // Its summary is not ours.
            int code = Command.in(root).start(Redirect.DISCARD, Redirect.INHERIT, words).waitFor();
            if (code != 0) {
                throw new IllegalStateException("slipway " + verb + " ended with " + code);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
