package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page that shows the emulator to people. Its files stand still; its scripts ask {@link ControlService} for the rest. */
final class PageFiles implements HttpService {

    /** Nothing but the page's own files and requests, whatever somebody may manage to write into it. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    /**
     * The frame that mail is shown in. The page puts cleaned elements into it, never scripts; its own policy and the sandbox see
     * to it that nothing runs and nothing is loaded from elsewhere even if something was not cleaned.
     */
    private static final String MAIL_POLICY =
            "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static final List<String> READING = List.of("GET", "HEAD");

    private static final String INDEX = "index.html";
    private static final String MAIL = "mail.html";
    private static final String FILES = "/" + ControlService.ROOT + "/page/";

    private static final Set<String> NAMES = Set.of(
            INDEX,
            MAIL,
            "page.css",
            "mail.css",
            "reader.css",
            "calendar.css",
            "page.js",
            "dom.js",
            "live.js",
            "mailboxes.js",
            "attachments.js",
            "reader.js",
            "tabs.js",
            "mail.js",
            "calendar.js",
            "uploads.js",
            "faults.js",
            "exchanges.css",
            "exchanges.js",
            "exchange.js",
            "requests.js",
            "settings.css",
            "clock.js",
            "answers.js",
            "hosts.js",
            "making.js",
            "deleting.js",
            "icon.svg");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** {@return whether something of the page is at that path} */
    boolean holds(String path) {
        return NAMES.contains(file(path));
    }

    private static String file(String path) {
        if (path.equals("/")) {
            return INDEX;
        }
        return path.startsWith(FILES) ? path.substring(FILES.length()) : "";
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        if (!READING.contains(exchange.method())) {
            exchange.setHeader("Allow", String.join(", ", READING));
            exchange.reply(405);
            return;
        }
        String file = file(exchange.rawPath());
        exchange.setHeader("Content-Type", TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), ""));
        exchange.setHeader("Content-Security-Policy", file.equals(MAIL) ? MAIL_POLICY : CONTENT_SECURITY_POLICY);
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Referrer-Policy", "no-referrer");
        exchange.setHeader("Cache-Control", "no-cache");
        exchange.reply(200, read(file));
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream resource = PageFiles.class.getResourceAsStream("page/" + file)) {
            if (resource == null) {
                throw new FileNotFoundException(file + " is not beside the emulator's classes");
            }
            return resource.readAllBytes();
        }
    }
}
