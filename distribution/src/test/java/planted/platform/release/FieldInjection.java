package planted.platform.release;

import jakarta.inject.Inject;

class FieldInjection {
    @Inject
    String name;
}
