package x;
public class Words { public static String hello() { return "Hello from java-modules"; } }
