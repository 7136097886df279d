package planted.build.queue;

public record Claims(int waiting) {}
