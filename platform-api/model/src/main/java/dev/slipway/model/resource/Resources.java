package dev.slipway.model.resource;

/// An amount of cpu and memory, requested (counted for placement) or as a limit (enforced by the engine).
public record Resources(Cpu cpu, Bytes memory) {

    public boolean fitsInto(Resources other) {
        return cpu.millis() <= other.cpu.millis() && memory.value() <= other.memory.value();
    }
}
