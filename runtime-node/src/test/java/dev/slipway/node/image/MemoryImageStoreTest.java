package dev.slipway.node.image;

class MemoryImageStoreTest extends ImageStoreContract {
    @Override
    ImageStore empty() {
        return new MemoryImageStore();
    }
}
