package planted.platform.node;

import com.github.dockerjava.api.DockerClient;

record EngineStatus(DockerClient client) {}
