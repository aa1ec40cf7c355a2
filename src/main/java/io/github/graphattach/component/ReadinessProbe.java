package io.github.graphattach.component;

import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.TokenException;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.upload.UploadFailure;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks for a token and for the session store, as the next upload of an endpoint would.
 *
 * @param endpoint whose credential and store are meant
 */
record ReadinessProbe(GraphAttachEndpoint endpoint) implements GraphAttachHealthCheck.Probe {

    /** After these a token that is at hand proves nothing: it may be the one that was refused. */
    private static final Set<UploadFailure> CONCERN_TOKEN =
            EnumSet.of(UploadFailure.NOT_SIGNED_IN, UploadFailure.SIGN_IN_REFUSED, UploadFailure.NO_TOKEN);

    @Override
    public String service() {
        return endpoint.getServiceUrl();
    }

    @Override
    public boolean isStopped() {
        return endpoint.getComponent().isTakingNothing();
    }

    @Override
    public CompletableFuture<Optional<UploadFailure>> ask(UploadFailure last) {
        ComponentResources resources = endpoint.getComponent().resources();
        return CompletableFuture.supplyAsync(() -> found(resources, last), resources.pool());
    }

    private Optional<UploadFailure> found(ComponentResources resources, UploadFailure last) {
        try {
            requireToken(resources.signIns().tokens(endpoint.settings().signIn()), CONCERN_TOKEN.contains(last));
            resources.store(endpoint.getConfiguration().getSessionStore()).requireReachable();
            return Optional.empty();
        } catch (TokenException e) {
            return Optional.of(e.isRefused() ? UploadFailure.SIGN_IN_REFUSED : UploadFailure.NO_TOKEN);
        } catch (IOException e) {
            return Optional.of(UploadFailure.NO_TOKEN);
        } catch (SessionStoreException e) {
            return Optional.of(UploadFailure.STORE_FAILED);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** One that was given as an option cannot be renewed: the service has to say once more what it thinks of it. */
    private static void requireToken(AccessTokens tokens, boolean anotherOne) throws IOException {
        AccessToken token = tokens.current();
        if (anotherOne) {
            tokens.renewed(token, Optional.empty());
        }
    }
}
