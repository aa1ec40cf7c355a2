package io.github.graphattach.graph.identity;

import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.AccessTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hc.client5.http.classic.HttpClient;

/** The identities that are in use, each with its one token, whoever asks for it. */
public final class SignIns {

    private final Callable<HttpClient> http;
    private final Map<SignIn, AccessTokens> known = new HashMap<>();

    /**
     * Signs in over a client.
     *
     * @param http the client for https, with retries and redirects switched off; not asked for before it is needed
     */
    public SignIns(Callable<HttpClient> http) {
        this.http = http;
    }

    /**
     * The tokens of an identity; nothing is sent yet.
     *
     * @param signIn who it is
     * @return the same for equal ones
     * @throws Exception when there is no client, such as for an unreadable trust store
     */
    public synchronized AccessTokens tokens(SignIn signIn) throws Exception {
        AccessTokens tokens = known.get(signIn);
        if (tokens == null) {
            tokens = open(signIn);
            known.put(signIn, tokens);
        }
        return tokens;
    }

    private AccessTokens open(SignIn signIn) throws Exception {
        if (signIn.credential() instanceof Credential.Token given) {
            AccessToken token = given.token();
            return () -> token;
        }
        return new CachedTokens(new AzureTokens(signIn, new SignInTransport(http.call())), System::nanoTime);
    }
}
