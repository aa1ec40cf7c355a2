package io.github.graphattach.component;

import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.session.UploadSessionStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A real store that fails when it is told to and gives every upload URL away to the search. Each time something is saved, a
 * session may be open: then is the time to look at what is kept of it.
 */
final class WatchedStore implements InvocationHandler {

    private static final String TOKEN = "authtoken=";

    private final UploadSessionStore real;
    private final DataSource database;
    private final GraphEmulator emulator;
    private final PlantedSecrets secrets;
    private final Map<String, StringBuilder> seen = new LinkedHashMap<>();
    private int failures;
    private String uploadUrl = "";
    private int uploadUrls;

    /**
     * Watches a store.
     *
     * @param database of the store
     * @param keyRing of the store
     * @param emulator whose page is looked at
     * @param secrets gets the upload URLs
     */
    WatchedStore(DataSource database, KeyRing keyRing, GraphEmulator emulator, PlantedSecrets secrets) {
        this.real = new JdbcUploadSessionStore(
                database, keyRing, new LeaseTerms(Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1)));
        this.database = database;
        this.emulator = emulator;
        this.secrets = secrets;
    }

    /** {@return the store as an application has it} */
    UploadSessionStore store() {
        return (UploadSessionStore)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {UploadSessionStore.class}, this);
    }

    /** Lets so many of the next checkpoints not be saved. */
    synchronized void failNext(int checkpoints) {
        failures = checkpoints;
    }

    /** {@return where the ranges of the latest session go} */
    synchronized String uploadUrl() {
        return uploadUrl;
    }

    /** {@return what was seen, by where} */
    synchronized Map<String, String> seen() {
        Map<String, String> texts = new LinkedHashMap<>();
        seen.forEach((where, text) -> texts.put(where, text.toString()));
        return texts;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean saves = method.getName().equals("save");
        if (saves) {
            plant((Checkpoint) arguments[1]);
        }
        try {
            Object result = method.invoke(real, arguments);
            if (saves) {
                look();
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized void plant(Checkpoint checkpoint) {
        checkpoint.uploadUrl().filter(url -> !url.equals(uploadUrl)).ifPresent(url -> {
            uploadUrl = url;
            uploadUrls++;
            secrets.plant("token of upload URL " + uploadUrls, url.substring(url.indexOf(TOKEN) + TOKEN.length()));
            see("upload URLs as text", UploadUrl.of(url).toString());
        });
        see("checkpoints as text", checkpoint.toString());
        if (failures > 0) {
            failures--;
            throw new SessionStoreException("the planted failure of the store");
        }
    }

    private synchronized void look() throws Exception {
        see("database at each checkpoint", Instruments.dump(database));
        see("page of the emulator", EmulatorRecord.page(emulator));
    }

    private void see(String where, String text) {
        seen.computeIfAbsent(where, first -> new StringBuilder()).append(text).append('\n');
    }
}
