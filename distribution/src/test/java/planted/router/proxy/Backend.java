package planted.router.proxy;

public record Backend(int port) {}
