package io.github.graphattach.graph;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MalformedChunkCodingException;

/**
 * Requests to Graph itself, each with a token.
 *
 * @param http sends the requests
 * @param graphUrl root of the service with its version
 * @param tokens for requests to that root, and to nothing else
 * @param idType of the ids that answers have
 */
record GraphRequests(HttpRequests http, URI graphUrl, AccessTokens tokens, IdType idType) {

    GraphReply send(String method, String pathAndQuery, AnswerBody answer) throws IOException {
        return send(method, pathAndQuery, Optional.empty(), 0, answer);
    }

    /** A token that is refused is replaced once. */
    GraphReply send(
            String method, String pathAndQuery, Optional<? extends HttpEntity> body, long bytes, AnswerBody answer)
            throws IOException {
        AccessToken token = token(tokens::current);
        GraphReply reply = send(request(method, pathAndQuery, body, token), token, bytes, answer);
        if (reply.status() != 401) {
            return reply;
        }
        Optional<String> claims = reply.header(HttpHeaders.WWW_AUTHENTICATE).flatMap(ClaimsChallenge::of);
        AccessToken renewed = token(() -> tokens.renewed(token, claims));
        return renewed.equals(token)
                ? reply
                : send(request(method, pathAndQuery, body, renewed), renewed, bytes, answer);
    }

    private GraphReply send(HttpUriRequestBase request, AccessToken token, long bytes, AnswerBody answer)
            throws IOException {
        return without(token.secretParts(), () -> http.send(request, bytes, answer));
    }

    private HttpUriRequestBase request(
            String method, String pathAndQuery, Optional<? extends HttpEntity> body, AccessToken token) {
        HttpUriRequestBase request = http.request(method, graphUrl, graphUrl.getRawPath() + pathAndQuery);
        request.setHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        if (idType == IdType.IMMUTABLE) {
            request.setHeader("Prefer", "IdType=\"ImmutableId\"");
        }
        body.ifPresent(request::setEntity);
        return request;
    }

    /** {@return the present token} */
    AccessToken token() throws TokenException {
        return token(tokens::current);
    }

    private interface TokenSource {
        AccessToken token() throws IOException;
    }

    private static AccessToken token(TokenSource source) throws TokenException {
        try {
            return source.token();
        } catch (TokenException e) {
            throw e;
        } catch (IOException e) {
            throw new TokenException(e);
        }
    }

    interface Request {
        GraphReply send() throws IOException;
    }

    /** The client library may put what was sent, or what came, into its exception, as may a service into its answer. */
    static GraphReply without(SecretParts secret, Request request) throws IOException {
        try {
            return request.send().without(secret);
        } catch (IOException e) {
            throw isFit(e, secret) ? e : new IOException(describe(e, secret));
        }
    }

    private static boolean isFit(Throwable failure, SecretParts secret) {
        return allOf(failure)
                .noneMatch(one -> one instanceof HttpException
                        || one instanceof MalformedChunkCodingException
                        || secret.areShownBy(String.valueOf(one.getMessage())));
    }

    private static String describe(IOException failure, SecretParts secret) {
        String text = GraphError.words(String.valueOf(failure.getMessage()));
        String kind = failure.getClass().getSimpleName();
        return secret.areShownBy(text) ? kind : kind + ": " + text;
    }

    private static Stream<Throwable> allOf(Throwable failure) {
        return Stream.concat(
                Stream.of(failure),
                Stream.concat(Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
                        .flatMap(GraphRequests::allOf));
    }
}
