package planted.scheduler.reconcile;

import planted.scheduler.snapshot.WorldStore;

record ReadingReconciler(WorldStore store) {}
