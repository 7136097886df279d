package planted.node.router.proxy;

public record Backend(int port) {}
