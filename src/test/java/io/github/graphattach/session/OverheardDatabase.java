package io.github.graphattach.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database whose calls are heard before they are made, and not made when who hears them throws. */
final class OverheardDatabase {

    private OverheardDatabase() {}

    /** Hears a call. */
    @FunctionalInterface
    interface Listener {

        void on(String method, Object[] arguments) throws SQLException;
    }

    static DataSource of(DataSource database, Listener listener) {
        return overheard(DataSource.class, database, listener);
    }

    private static <T> T overheard(Class<T> type, T target, Listener listener) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given;
                    listener.on(called.getName(), arguments);
                    try {
                        Object answer = called.invoke(target, arguments);
                        return answer instanceof Connection connection
                                ? overheard(Connection.class, connection, listener)
                                : answer instanceof PreparedStatement statement
                                        ? overheard(PreparedStatement.class, statement, listener)
                                        : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Counts the characters of all texts that are sent to a database. */
    static final class CharacterCount implements Listener {

        private long characters;

        @Override
        public void on(String method, Object[] arguments) {
            for (Object argument : arguments) {
                if (method.equals("createArrayOf") && argument instanceof Object[] texts) {
                    on("element", texts);
                } else if (argument instanceof String text) {
                    characters += text.length();
                }
            }
        }

        long characters() {
            return characters;
        }
    }
}
