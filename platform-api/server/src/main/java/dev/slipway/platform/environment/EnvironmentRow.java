package dev.slipway.platform.environment;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;

@Entity
@Table(name = "environment_variables")
class EnvironmentRow extends PanacheEntityBase {
    @Id
    UUID id = UUID.randomUUID();

    UUID projectId;
    UUID applicationId;
    String name;
    String scope;
    boolean secret;
    String value;
    byte[] sealed;
    int secretVersion = 1;

    static List<EnvironmentRow> of(UUID application) {
        return list("applicationId = ?1 order by name", application);
    }

    /// What the sealed value is bound to: it opens in no other row.
    String context() {
        return projectId + "|" + applicationId + "|" + name + "|" + secretVersion;
    }
}
