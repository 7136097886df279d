package planted.node.agent;

import planted.router.proxy.Backend;

record ProxyTuner(Backend backend) {}
