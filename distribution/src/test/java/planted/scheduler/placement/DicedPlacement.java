package planted.scheduler.placement;

import java.security.SecureRandom;

record DicedPlacement(SecureRandom dice) {}
