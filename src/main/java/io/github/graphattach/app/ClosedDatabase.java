package io.github.graphattach.app;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import org.h2.api.ErrorCode;

/**
 * H2 closes its file when it cannot be written, as on a full disk, and opens it again for the next connection when all
 * former ones are gone. So connections that say so are not kept.
 */
public final class ClosedDatabase implements SQLExceptionOverride {

    private static final Set<Integer> CLOSED = Set.of(
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
            ErrorCode.CONNECTION_BROKEN_1,
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2);

    /** Made by the pool. */
    public ClosedDatabase() {}

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException thrown) {
        return CLOSED.contains(thrown.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
