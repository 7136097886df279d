package planted.platform.release;

record ReleaseManager(String name) {}
