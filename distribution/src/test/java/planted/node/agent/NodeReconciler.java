package planted.node.agent;

import planted.node.probe.Health;

record NodeReconciler(Health health) {}
