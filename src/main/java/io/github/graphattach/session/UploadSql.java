package io.github.graphattach.session;

/**
 * The statements of {@link JdbcUploadSessionStore}, in the SQL that H2 and PostgreSQL have in common. Each change of
 * an upload is one statement whose condition is the caller's lease; times are the database's.
 */
final class UploadSql {

    /** Rows of release 0.1.0 have keys that were made of less. */
    private static final int KEY_FORM = 2;

    private static final String MILLIS = "CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";
    private static final String IF_OWNED = " WHERE upload_key = ? AND owner = ? AND epoch = ?";

    static final String TAKE =
            """
            UPDATE graph_attach_upload
            SET owner = ?, epoch = epoch + 1, free_at = CURRENT_TIMESTAMP + %s,
              completed_id = NULL, completed_sha256 = NULL, completed_fingerprint = NULL, completed_bytes = NULL,
              completed_verified = NULL, completed_at = NULL
            WHERE upload_key = ? AND free_at <= CURRENT_TIMESTAMP"""
                    .formatted(MILLIS);
    static final String DROP_RESULT =
            """
            UPDATE graph_attach_upload
            SET free_at = CURRENT_TIMESTAMP, adopted = NULL, adopted_at = NULL,
              completed_id = NULL, completed_sha256 = NULL, completed_fingerprint = NULL, completed_bytes = NULL,
              completed_verified = NULL, completed_at = NULL
            WHERE upload_key = ? AND owner IS NULL AND completed_id = ?""";
    static final String FORMER_KEYS = "SELECT COUNT(*) FROM graph_attach_upload WHERE key_form IS NULL";
    static final String FORMER_URL =
            "SELECT upload_url FROM graph_attach_upload WHERE upload_key = ? AND key_form IS NULL";
    static final String CARRY_OVER =
            """
            UPDATE graph_attach_upload SET upload_key = ?, upload_url = ?, key_form = %d
            WHERE upload_key = ? AND key_form IS NULL
              AND NOT EXISTS (SELECT 1 FROM graph_attach_upload present WHERE present.upload_key = ?)"""
                    .formatted(KEY_FORM);
    static final String READ =
            """
            SELECT graph_attach_upload.*,
              (SELECT ARRAY_AGG(attachment_id ORDER BY place) FROM graph_attach_listed
                WHERE graph_attach_listed.list_id = graph_attach_upload.list_id AND place < listed) AS listed_ids
            FROM graph_attach_upload
            WHERE upload_key = ? AND owner = ?""";
    static final String LOOK =
            """
            SELECT graph_attach_upload.*, CURRENT_TIMESTAMP AS now_at
            FROM graph_attach_upload
            WHERE upload_key = ? AND free_at > CURRENT_TIMESTAMP""";
    static final String ADD =
            """
            INSERT INTO graph_attach_upload (owner, epoch, free_at, upload_key, key_form)
            VALUES (?, 1, CURRENT_TIMESTAMP + %s, ?, %d)"""
                    .formatted(MILLIS, KEY_FORM);
    static final String SAVE =
            """
            UPDATE graph_attach_upload
            SET free_at = CURRENT_TIMESTAMP + %s, upload_url = ?, session_expiry = ?,
              baseline_ids = NULL, list_id = ?, listed = ?,
              fingerprint = ?, content_length = ?, prefix_length = ?, prefix_sha256 = ?,
              next_offset = ?, in_flight_end = ?, may_be_made = ?,
              may_be_made_at = CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(may_be_made_at, CURRENT_TIMESTAMP) END,
              made_since = ?, attachment_id = ?, removable = ?, ids_to_remove = ?"""
                            .formatted(MILLIS)
                    + IF_OWNED;
    static final String REFERS_TO_LIST =
            "SELECT 1 FROM graph_attach_upload" + IF_OWNED + " AND list_id = ? AND listed = ?";
    static final String RENEW = "UPDATE graph_attach_upload SET free_at = CURRENT_TIMESTAMP + " + MILLIS + IF_OWNED;
    static final String ADOPT = "UPDATE graph_attach_upload SET adopted = ?, adopted_at = CURRENT_TIMESTAMP" + IF_OWNED;
    /** Who has noted it before it can have been made has another one, which is gone; so is what it says of it. */
    static final String TAKE_FROM_OTHERS =
            """
            UPDATE graph_attach_upload
            SET adopted = NULL, adopted_at = NULL,
              free_at = CASE WHEN completed_id IS NULL THEN free_at ELSE CURRENT_TIMESTAMP END,
              completed_id = NULL, completed_sha256 = NULL, completed_fingerprint = NULL, completed_bytes = NULL,
              completed_verified = NULL, completed_at = NULL
            WHERE adopted = ? AND upload_key <> ?
              AND NOT EXISTS (
                SELECT 1 FROM graph_attach_upload own
                WHERE own.upload_key = ? AND own.may_be_made_at <= graph_attach_upload.adopted_at)""";

    static final String COMPLETE =
            """
            UPDATE graph_attach_upload
            SET owner = NULL, free_at = CURRENT_TIMESTAMP + %s,
              completed_id = ?, completed_sha256 = ?, completed_fingerprint = ?, completed_bytes = ?,
              completed_verified = ?, completed_at = ?,
              upload_url = NULL, session_expiry = NULL, baseline_ids = NULL, list_id = NULL, listed = NULL,
              fingerprint = NULL, content_length = NULL, prefix_length = NULL, prefix_sha256 = NULL,
              next_offset = NULL, in_flight_end = NULL, may_be_made = NULL, may_be_made_at = NULL, made_since = NULL,
              attachment_id = NULL, removable = NULL, ids_to_remove = NULL"""
                            .formatted(MILLIS)
                    + IF_OWNED;
    static final String RELEASE = "UPDATE graph_attach_upload SET owner = NULL, free_at = CURRENT_TIMESTAMP" + IF_OWNED;
    static final String RELEASE_ALL =
            "UPDATE graph_attach_upload SET owner = NULL, free_at = CURRENT_TIMESTAMP WHERE owner IS NOT NULL";
    static final String REMOVE = "DELETE FROM graph_attach_upload" + IF_OWNED;
    static final String PURGE =
            """
            DELETE FROM graph_attach_upload
            WHERE free_at <= CURRENT_TIMESTAMP - %s
              OR (completed_id IS NOT NULL AND free_at <= CURRENT_TIMESTAMP)"""
                    .formatted(MILLIS);

    static final String READ_MAIL =
            """
            SELECT draft_id, may_be_made, state, brought_ids, send_at, asked_at FROM graph_attach_mail
            WHERE mail_key = ?""";
    static final String CHANGE_MAIL =
            """
            UPDATE graph_attach_mail
            SET draft_id = ?, may_be_made = ?, state = ?, brought_ids = ?, send_at = ?, asked_at = ?
            WHERE mail_key = ?""";
    static final String ADD_MAIL =
            """
            INSERT INTO graph_attach_mail (draft_id, may_be_made, state, brought_ids, send_at, asked_at, mail_key)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    static final String LIST_LENGTH = "SELECT length FROM graph_attach_list WHERE list_id = ? FOR UPDATE";
    static final String ADD_LIST = "INSERT INTO graph_attach_list (list_id, length, unused) VALUES (?, 0, FALSE)";
    static final String ADD_IDS =
            """
            INSERT INTO graph_attach_listed (list_id, place, attachment_id)
            SELECT CAST(? AS VARCHAR), CAST(? AS INTEGER) + CAST(number AS INTEGER) - 1, id
            FROM UNNEST(CAST(? AS VARCHAR ARRAY)) WITH ORDINALITY AS added (id, number)""";
    static final String USE_LIST =
            """
            UPDATE graph_attach_list SET length = GREATEST(length, CAST(? AS INTEGER)), unused = FALSE
            WHERE list_id = ?""";
    private static final String IS_NOT_REFERRED_TO =
            "list_id NOT IN (SELECT list_id FROM graph_attach_upload WHERE list_id IS NOT NULL)";
    static final String PURGE_LISTS = "DELETE FROM graph_attach_list WHERE unused AND " + IS_NOT_REFERRED_TO;
    static final String MARK_LISTS = "UPDATE graph_attach_list SET unused = TRUE WHERE " + IS_NOT_REFERRED_TO;

    private UploadSql() {}
}
