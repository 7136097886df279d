package planted.router.proxy;

import planted.node.agent.State;

record AgentReader(State state) {}
