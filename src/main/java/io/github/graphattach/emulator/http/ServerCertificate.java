package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for {@code localhost} and the loopback addresses, with its key. */
public final class ServerCertificate {

    private static final String ALIAS = "emulator";
    private static final int VALID_DAYS = 825;
    private static final int PATIENCE_SECONDS = 60;

    private final KeyStore keyStore;
    private final String password;

    private ServerCertificate(KeyStore keyStore, String password) {
        this.keyStore = keyStore;
        this.password = password;
    }

    /**
     * Makes a new key and certificate with the {@code keytool} of the running Java.
     *
     * @throws IOException when there is no keytool, or it fails
     */
    public static ServerCertificate generate() throws IOException {
        String password = UUID.randomUUID().toString();
        Path folder = Files.createTempDirectory("graph-emulator-tls-");
        Path file = folder.resolve("key.p12");
        try {
            run(keytool(file), password);
            try (InputStream in = Files.newInputStream(file)) {
                KeyStore keyStore = KeyStore.getInstance("PKCS12");
                keyStore.load(in, password.toCharArray());
                return new ServerCertificate(keyStore, password);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("Tried to read the generated key but failed", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static List<String> keytool(Path file) {
        String executable =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win") ? "keytool.exe" : "keytool";
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", executable).toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:::1",
                "-validity",
                Integer.toString(VALID_DAYS),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                "STORE_PASSWORD",
                "-keystore",
                file.toString());
    }

    private static void run(List<String> command, String password) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // Arguments of a process are readable by everybody on the machine, its environment is not.
        builder.environment().put("STORE_PASSWORD", password);
        Process keytool = builder.start();
        try {
            if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                keytool.destroyForcibly();
                throw new IOException("Tried to generate a certificate but keytool did not end");
            }
        } catch (InterruptedException e) {
            keytool.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Tried to generate a certificate but was interrupted", e);
        }
        if (keytool.exitValue() != 0) {
            throw new IOException("Tried to generate a certificate but keytool failed with " + keytool.exitValue());
        }
    }

    KeyStore keyStore() {
        return keyStore;
    }

    String password() {
        return password;
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate) keyStore.getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store was loaded", e);
        }
    }

    /** {@return the certificate as clients are given it in a file} */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate was loaded", e);
        }
    }

    /** {@return a context for clients that trust this certificate and no other} */
    public SSLContext trustingContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has PKCS12 and TLS", e);
        }
    }
}
