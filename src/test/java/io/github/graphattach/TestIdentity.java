package io.github.graphattach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate with its key, made by the keytool of the running Java. */
public final class TestIdentity {

    public static final String PASSWORD = "changeit-1";

    private final KeyStore store;

    private TestIdentity(KeyStore store) {
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @param algorithm of the key, RSA or EC
     * @param begins when it becomes valid, as keytool writes it, such as {@code -2d}
     * @param days how long
     * @param extensions of the certificate, as keytool writes them, such as {@code san=ip:127.0.0.1}
     */
    public static TestIdentity generate(String algorithm, String begins, int days, String... extensions)
            throws Exception {
        Path folder = Files.createTempDirectory("identity-");
        Path file = folder.resolve("identity.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "app",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=application",
                "-startdate",
                begins,
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return new TestIdentity(store);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    public KeyStore store() {
        return store;
    }

    public Certificate certificate() throws GeneralSecurityException {
        return store.getCertificate("app");
    }

    public String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate().getEncoded());
    }

    public String keyPem() throws GeneralSecurityException {
        Key key = store.getKey("app", PASSWORD.toCharArray());
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public Path writePem(Path file) throws IOException, GeneralSecurityException {
        return Files.writeString(file, keyPem() + certificatePem(), StandardCharsets.US_ASCII);
    }

    public Path writePfx(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore copy = KeyStore.getInstance("PKCS12");
        copy.load(null, null);
        copy.setKeyEntry("app", store.getKey("app", PASSWORD.toCharArray()), password.toCharArray(), new Certificate[] {
            certificate()
        });
        try (var out = Files.newOutputStream(file)) {
            copy.store(out, password.toCharArray());
        }
        return file;
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + label + "-----\n";
    }
}
