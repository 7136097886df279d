package planted.platform.release;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

public class OpenRow extends PanacheEntityBase {}
