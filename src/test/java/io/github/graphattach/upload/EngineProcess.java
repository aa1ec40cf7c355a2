package io.github.graphattach.upload;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.session.RenewingSessionStore;
import io.github.graphattach.session.UploadSessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * One process among those that share the service and the store. It can be killed at any of its calls, to the service and to
 * the store alike; from then on it does nothing any more.
 */
final class EngineProcess implements AutoCloseable {

    /** The process is dead. Nothing in the engine may catch it and do something. */
    static final class Died extends Error {

        private static final long serialVersionUID = 1L;
    }

    private final World world;
    private final RenewingSessionStore store;
    private final int lastCall;
    private final boolean carriedOut;
    private int calls;

    /**
     * Starts a process.
     *
     * @param world service, store and time
     * @param lastCall the number of the call that it dies at, from 1; 0 to live on
     * @param carriedOut whether it dies after that call was carried out, but before it knows
     */
    EngineProcess(World world, int lastCall, boolean carriedOut) {
        this.world = world;
        this.lastCall = lastCall;
        this.carriedOut = carriedOut;
        this.store = world.renewing(mortal(UploadSessionStore.class, world.shared));
    }

    static EngineProcess immortal(World world) {
        return new EngineProcess(world, 0, false);
    }

    Upload upload(String key, AttachmentContent content) {
        return world.upload(new Ownership(store, World.keys(key)), mortal(GraphClient.class, world.client()), content);
    }

    private <T> T mortal(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                EngineProcess.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments)));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("terms")) {
            return method.invoke(target, arguments);
        }
        int number = ++calls;
        if (lastCall > 0 && (number > lastCall || (number == lastCall && !carriedOut))) {
            throw new Died();
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            dieAfter(number);
        }
    }

    private void dieAfter(int number) {
        if (number == lastCall) {
            throw new Died();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
