package io.github.graphattach.session;

import static io.github.graphattach.session.Database.instant;
import static io.github.graphattach.session.Database.texts;

import io.github.graphattach.session.MailRecord.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How far mails are, in the table {@code graph_attach_mail}. */
final class StoredMail {

    private StoredMail() {}

    /** {@return the values of {@link UploadSql#CHANGE_MAIL} and {@link UploadSql#ADD_MAIL}} */
    static Object[] values(MailRecord mail, String key) {
        return new Object[] {
            mail.messageId(),
            mail.state() == State.ASKED_FOR,
            mail.state().name(),
            mail.brought(),
            mail.sendAt().map(Database::storable),
            mail.askedAt().map(Database::storable),
            key
        };
    }

    static MailRecord read(ResultSet row) throws SQLException {
        return new MailRecord(
                state(row),
                Optional.ofNullable(row.getString("draft_id")),
                texts(row, "brought_ids"),
                instant(row, "send_at"),
                instant(row, "asked_at"));
    }

    /** Version 13 had no column for it. */
    private static State state(ResultSet row) throws SQLException {
        String state = row.getString("state");
        if (state != null) {
            return State.valueOf(state);
        }
        if (row.getBoolean("may_be_made")) {
            return State.ASKED_FOR;
        }
        return row.getString("draft_id") == null ? State.NOT_MADE : State.DRAFT;
    }
}
