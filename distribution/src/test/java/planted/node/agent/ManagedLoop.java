package planted.node.agent;

import jakarta.inject.Singleton;

@Singleton
class ManagedLoop {}
