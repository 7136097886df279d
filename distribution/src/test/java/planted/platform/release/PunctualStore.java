package planted.platform.release;

import java.time.Instant;

class PunctualStore {
    Instant created() {
        return Instant.now();
    }
}
