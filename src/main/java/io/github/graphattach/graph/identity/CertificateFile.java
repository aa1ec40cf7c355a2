package io.github.graphattach.graph.identity;

import io.github.graphattach.graph.TokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that proves who an application is, read and checked as far as this side can: what is wrong with it is said here
 * and not by a sign-in service that only knows of a bad signature.
 */
final class CertificateFile {

    private static final Pattern CERTIFICATES =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final int LARGEST = 1024 * 1024;

    private final byte[] bytes;
    private final boolean pem;

    private CertificateFile(byte[] bytes) {
        this.bytes = bytes;
        this.pem = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN");
    }

    /** A certificate with its key. */
    private record Identity(X509Certificate certificate, RSAPrivateKey key) {}

    /**
     * Reads a file.
     *
     * @param file PEM or PKCS#12
     * @param password of the latter
     * @param now when it has to be valid
     * @return the file with a certificate, valid now, and its RSA key
     * @throws TokenException in a sentence that names the file, and the remedy
     */
    static CertificateFile read(Path file, Optional<Secret> password, Instant now) throws TokenException {
        String name = "the file '" + file + "' of the option certificatePath";
        CertificateFile read = open(file, name);
        Identity identity = read.pem ? read.pem(name, password) : read.pkcs12(name, password);
        X509Certificate certificate = identity.certificate();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw refused(
                    "the certificate in " + name + " expired on "
                            + certificate.getNotAfter().toInstant(),
                    "make a new one, upload its public part to the app registration and put it in this place");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw refused(
                    "the certificate in " + name + " is not valid before "
                            + certificate.getNotBefore().toInstant(),
                    "set this machine's clock, which says " + now + ", or wait");
        }
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                || !key.getModulus().equals(identity.key().getModulus())) {
            throw refused(
                    "the private key in " + name + " is not that of the first certificate there",
                    "put the application's certificate first, and its own key beside it");
        }
        return read;
    }

    /** {@return whether it is PEM; else PKCS#12} */
    boolean isPem() {
        return pem;
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    private static CertificateFile open(Path file, String name) throws TokenException {
        try {
            if (Files.isDirectory(file) || Files.size(file) > LARGEST) {
                throw refused(name + " is no certificate", "name a PEM or PKCS#12 (PFX) file");
            }
            return new CertificateFile(Files.readAllBytes(file));
        } catch (TokenException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** A file that this user cannot have, of a certificate or of a token. */
    static TokenException unreadable(String name, IOException e) {
        return TokenException.refused(
                name + " cannot be read (" + e.getClass().getSimpleName() + ")",
                "name a file that exists and that the user '" + System.getProperty("user.name") + "' may read",
                e);
    }

    private Identity pem(String name, Optional<Secret> password) throws TokenException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (password.isPresent() || text.contains("ENCRYPTED")) {
            throw refused(
                    "the private key in " + name + " is, or is said to be, an encrypted PEM",
                    "remove the option privateKeyPassword and decrypt the key (openssl pkcs8 -topk8 -nocrypt),"
                            + " or use PKCS#12 (PFX), whose password it is");
        }
        Matcher key = KEY.matcher(text);
        Matcher certificate = CERTIFICATES.matcher(text);
        if (!key.find() || !certificate.find()) {
            throw refused(
                    name + " lacks the certificate or the private key",
                    "put both in one PEM, the key as BEGIN PRIVATE KEY (openssl pkcs8 -topk8 -nocrypt)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
            return new Identity(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(
                                    certificate.group().getBytes(StandardCharsets.ISO_8859_1))),
                    (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw TokenException.refused(
                    name + " holds a certificate or key that cannot be read",
                    "use a certificate with an RSA key, which is what Microsoft's sign-in takes",
                    e);
        }
    }

    private Identity pkcs12(String name, Optional<Secret> password) throws TokenException {
        char[] secret = password.map(given -> given.reveal().toCharArray()).orElse(new char[0]);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream(), secret);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, secret) instanceof RSAPrivateKey key
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return new Identity(certificate, key);
                }
            }
            throw refused(name + " has no RSA key with a certificate", "export the certificate with its private key");
        } catch (TokenException e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            if (e.getCause() instanceof UnrecoverableKeyException || e instanceof UnrecoverableKeyException) {
                throw TokenException.refused(
                        name + " does not open with this password",
                        password.isPresent()
                                ? "set the option privateKeyPassword to the file's password"
                                : "the option privateKeyPassword is missing; set it",
                        e);
            }
            throw TokenException.refused(
                    name + " is neither PEM nor PKCS#12 (PFX)", "convert it to one of them, with the private key", e);
        }
    }

    private static TokenException refused(String reason, String remedy) {
        return TokenException.refused(reason, remedy, new GeneralSecurityException(reason));
    }
}
