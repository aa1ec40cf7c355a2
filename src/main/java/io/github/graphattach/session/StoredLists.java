package io.github.graphattach.session;

import static io.github.graphattach.session.Database.query;
import static io.github.graphattach.session.Database.texts;
import static io.github.graphattach.session.Database.update;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The lists that checkpoints go by, in the tables {@code graph_attach_list} and {@code graph_attach_listed}: each id of a
 * list is stored once, and a checkpoint says how many of them were there before its upload.
 *
 * <p>A list is written in the transaction of the checkpoint that is the first to refer to so much of it. A purge cannot see
 * that checkpoint before it is committed. So the transaction locks the list's row and marks it as used; a purge waits for the
 * row, and leaves it then.
 */
final class StoredLists {

    private StoredLists() {}

    /** {@return whether the owner's checkpoint goes by just this list already} */
    static boolean isReferredTo(Connection connection, Lease lease, ListedIds list) throws SQLException {
        return query(
                        connection,
                        UploadSql.REFERS_TO_LIST,
                        row -> true,
                        lease.key(),
                        lease.owner(),
                        lease.epoch(),
                        list.listId(),
                        list.size())
                .isPresent();
    }

    /** Writes down what is not there yet of a list that a checkpoint of this transaction refers to. */
    static void write(Connection connection, ListedIds list) throws SQLException {
        Optional<Integer> length = query(connection, UploadSql.LIST_LENGTH, row -> row.getInt(1), list.listId());
        if (length.isEmpty()) {
            update(connection, UploadSql.ADD_LIST, list.listId());
        }
        int stored = length.orElse(0);
        if (stored < list.size()) {
            update(connection, UploadSql.ADD_IDS, list.listId(), stored, list.subList(stored, list.size()));
        }
        update(connection, UploadSql.USE_LIST, list.size(), list.listId());
    }

    /**
     * Reads what a checkpoint goes by.
     *
     * @throws IllegalArgumentException when it is not all there
     */
    static ListedIds read(ResultSet row) throws SQLException {
        String listId = row.getString("list_id");
        if (listId == null) {
            return ListedIds.of(texts(row, "baseline_ids"));
        }
        List<String> ids = texts(row, "listed_ids");
        int listed = row.getInt("listed");
        if (ids.size() != listed) {
            throw new IllegalArgumentException("Of the " + listed + " ids that it goes by, there are " + ids.size());
        }
        return ListedIds.stored(listId, ids);
    }

    /**
     * Removes the lists that no checkpoint has referred to since the purge before: between two uploads that go by the same
     * list there may be no checkpoint for a moment. Who goes on with a list that was removed writes it anew.
     */
    static void purge(Connection connection) throws SQLException {
        update(connection, UploadSql.PURGE_LISTS);
        update(connection, UploadSql.MARK_LISTS);
    }
}
