package planted.engine.memory;

import com.github.dockerjava.api.DockerClient;

record MemoryClient(DockerClient client) {}
