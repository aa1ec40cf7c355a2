package io.github.graphattach.component;

import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.item.PercentEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the emulator writes down, beyond what uploads fill it with. */
final class EmulatorRecord {

    private EmulatorRecord() {}

    /** What the page of the emulator knows while a session is open. */
    static String page(GraphEmulator emulator) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String resource : List.of("mailboxes", "faults")) {
            URI uri = emulator.graphUrl().resolve("/_emulator/" + resource);
            try (InputStream answer = uri.toURL().openStream()) {
                text.append(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    /** What stands behind the rows of the exchanges. */
    static String bodies(GraphEmulator emulator) throws IOException {
        StringBuilder text = new StringBuilder();
        for (RecordedExchange exchange : emulator.exchanges()) {
            URI uri = emulator.graphUrl().resolve("/_emulator/exchanges/" + exchange.requestId());
            try (InputStream answer = uri.toURL().openStream()) {
                text.append(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    /** Gives secrets to the emulator in ways that are not those of this component. */
    static void fill(GraphEmulator emulator, PlantedSecrets secrets) throws IOException {
        String access = secrets.given("access token");
        String cookie = secrets.plant("cookie of a client", "c00kieOfAClient-5Gh8Tz/Kq1");
        String answered = secrets.plant("cookie of an answer", "c00kieOfAnAnswer-2Pw6Rx/Ym7");
        String jwt = secrets.plant("token in a header", "eyJraWQiOiJoZWFkZXIifQ.eyJzdWIiOiJoZWFkZXIifQ.c2ln");
        String issued = secrets.plant("token of the emulator", emulator.tokens().issueToApplication());
        String basic = Base64.getEncoder()
                .encodeToString(("user:" + secrets.given("proxy password")).getBytes(StandardCharsets.UTF_8));
        emulator.faults().clear();
        emulator.faults().onAny().answer(404).header("Set-Cookie", answered).header("X-Odd", "again " + jwt);
        URI root = emulator.graphUrl();
        String request = String.join(
                "\r\n",
                "GET " + root.getPath() + "/users/u@contoso.com/events?access_token=" + PercentEncoding.encode(access)
                        + " HTTP/1.1",
                "Host: " + root.getAuthority(),
                "Authorization: Bearer " + issued,
                "Proxy-Authorization: Basic " + basic,
                "Cookie: id=" + cookie,
                "X-Odd: at https://example.com/?token=" + jwt,
                "Connection: close",
                "",
                "");
        try (Socket connection = new Socket(root.getHost(), root.getPort())) {
            connection.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            connection.getInputStream().readAllBytes();
        }
    }
}
