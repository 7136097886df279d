package dev.slipway.platform.identity;

import dev.slipway.database.Database;
import dev.slipway.model.project.Role;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The projects that users are members of, whoever asks: for platform administrators, and for the user itself.
@Singleton
class UserProjects {
    private final Database loops;

    UserProjects(@Named("loops") Database loops) {
        this.loops = loops;
    }

    /// withoutAdministrator: no other user that can sign in has the role admin there.
    record Left(String project, boolean withoutAdministrator) {}

    List<Left> of(UUID user) {
        return loops.transaction(sql -> sql.list("""
                SELECT p.name, NOT EXISTS (
                  SELECT FROM members o JOIN users u ON u.id = o.user_id
                  WHERE o.project_id = p.id AND o.role = 'admin' AND o.user_id <> m.user_id AND u.deleted_at IS NULL
                ) AS orphaned
                FROM members m JOIN projects p ON p.id = m.project_id WHERE m.user_id = ? ORDER BY p.name
                """, row -> new Left(row.text("name"), row.flag("orphaned")), user));
    }

    /// The user's roles by project; only in one where that is not null.
    Map<String, Role> roles(UUID user, UUID only) {
        Map<String, Role> roles = new LinkedHashMap<>();
        loops.run(sql -> sql.list(
                        """
                        SELECT p.name, m.role FROM members m JOIN projects p ON p.id = m.project_id
                        WHERE m.user_id = ? AND (?::uuid IS NULL OR p.id = ?) ORDER BY p.name
                        """, row -> Map.entry(row.text("name"), row.constant("role", Role.class)), user, only, only)
                .forEach(entry -> roles.put(entry.getKey(), entry.getValue())));
        return roles;
    }

    /// How many projects count against the user's limit.
    int made(UUID user) {
        return loops.transaction(
                sql -> sql.first("""
                        SELECT count(*)::integer AS made FROM members m JOIN projects p ON p.id = m.project_id
                        WHERE m.user_id = ? AND m.role = 'admin' AND p.state <> 'deleting'
                        """, row -> row.integer("made"), user).orElse(0));
    }
}
