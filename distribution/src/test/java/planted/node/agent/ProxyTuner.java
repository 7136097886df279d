package planted.node.agent;

import planted.node.router.proxy.Backend;

record ProxyTuner(Backend backend) {}
