package planted.model;

import jakarta.enterprise.inject.Instance;

record InjectedModel(Instance<String> names) {}
