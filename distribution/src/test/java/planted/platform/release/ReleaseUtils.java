package planted.platform.release;

record ReleaseUtils(String name) {}
