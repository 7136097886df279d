package planted.platform.release;

record ReleaseImpl(String name) {}
