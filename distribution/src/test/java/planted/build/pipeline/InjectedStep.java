package planted.build.pipeline;

import jakarta.enterprise.inject.Instance;

record InjectedStep(Instance<String> names) {}
