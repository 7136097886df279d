package planted.platform.util;

record Strings(String text) {}
