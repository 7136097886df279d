import java.nio.file.Path;

/// The peer: `git http-backend` behind nginx and fcgiwrap, which bench/git has started. fsync is what git calls
/// core.fsync: what it makes sure of before it answers.
record HttpBackend(Path repositories, int port, String user, String fsync) implements GitServer {
    @Override
    public String name() {
        return "http-backend, core.fsync=" + fsync;
    }

    @Override
    public String fresh(String repository) {
        String place = repository + "-" + fsync + ".git";
        git("init", "-q", "--bare", "-b", "main", repositories.resolve(place).toString());
        set(place, "core.fsync", fsync);
        set(place, "core.fsyncMethod", "fsync");
        set(place, "http.receivepack", "true");
        set(place, "receive.advertisePushOptions", "true");
        set(place, "receive.fsckObjects", "true");
        // A pack stays a pack, as with us.
        set(place, "receive.unpackLimit", "1");
        set(place, "receive.autogc", "false");
        return "http://127.0.0.1:" + port + "/" + place;
    }

    private void set(String place, String key, String value) {
        git("config", "--file", repositories.resolve(place).resolve("config").toString(), key, value);
    }

    private void git(String... words) {
        String[] ids = user.split(":");
        String[] command = new String[words.length + 5];
        command[0] = "setpriv";
        command[1] = "--reuid=" + ids[0];
        command[2] = "--regid=" + ids[1];
        command[3] = "--clear-groups";
        command[4] = "git";
        System.arraycopy(words, 0, command, 5, words.length);
        Command.in(repositories).run(command);
    }
}
