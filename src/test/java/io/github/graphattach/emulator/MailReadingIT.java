package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mail as its reader sees it on the page: what it says, and nothing that it does. */
class MailReadingIT extends PageScenario {

    private static final String TEXT = "Dear Ms Example,\n\n\tplease find the <minutes> attached.\n";

    private static final String NEWSLETTER =
            """
            <html><head><style>h1 { color: rgb(160, 0, 80) } .box { border: 1px solid #ccc; padding: 8px }</style></head>
            <body><h1>Quarterly report</h1>
            <p style="font-weight: bold">The figures are <i>in</i>.</p>
            <div class="box"><table border="1"><tr><td>Revenue</td><td>4,711</td></tr></table></div>
            <p><img src="cid:chart%40contoso.com" alt="Chart"> <a href="https://example.com/more">More</a></p></body></html>
            """;

    private String draft(String subject, String contentType, String content) throws Exception {
        ObjectNode message = Json.object().put("subject", subject);
        message.putObject("body").put("contentType", contentType).put("content", content);
        message.putArray("toRecipients")
                .addObject()
                .putObject("emailAddress")
                .put("name", "Erika Example")
                .put("address", "erika@contoso.com");
        message.putArray("ccRecipients").addObject().putObject("emailAddress").put("address", "audit@example.com");
        message.putArray("internetMessageHeaders")
                .addObject()
                .put("name", "x-pipeline")
                .put("value", "run 7");
        var created = wire.post("/me/messages", message.toString());
        assertThat(created.statusCode()).isEqualTo(201);
        return "/me/messages/" + Wire.json(created).path("id").asText();
    }

    private void attachInline(String item, String contentId, byte[] picture) throws Exception {
        var posted = wire.post(
                item + "/attachments",
                Json.object()
                        .put("@odata.type", "#microsoft.graph.fileAttachment")
                        .put("name", "chart.png")
                        .put("contentType", "image/png")
                        .put("isInline", true)
                        .put("contentId", contentId)
                        .put("contentBytes", Base64.getEncoder().encodeToString(picture))
                        .toString());
        assertThat(posted.statusCode()).isEqualTo(201);
    }

    private static byte[] picture(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(new Color(15, 108, 189));
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static Locator read(Page page, String subject) {
        button(page, subject).click();
        return page.getByRole(AriaRole.DIALOG, new GetByRoleOptions().setName(subject));
    }

    private static void choose(Locator dialog, String tab) {
        dialog.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName(tab))
                .click();
    }

    /** Who gets it, what it says, its headers, its files, and the JSON that Graph has of it. */
    @Test
    void aTextMailIsRead() throws Exception {
        String item = draft("Minutes of the board", "text", TEXT);
        wire.postFile(item, "minutes.pdf", Wire.bytes(5000, 3));
        try (Chromium.Tab tab = open()) {
            Locator mail = read(tab.page, "Minutes of the board");

            assertThat(mail).containsText("Erika Example <erika@contoso.com>");
            assertThat(mail).containsText("audit@example.com");
            assertThat(mail.locator("#reader-text pre")).hasText(TEXT.strip());
            assertThat(mail.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("HTML")))
                    .isHidden();
            choose(mail, "Headers");
            assertThat(mail.locator("#reader-headers")).containsText("x-pipelinerun 7");
            assertThat(mail.locator("#reader-headers")).containsText("@contoso.com>");
            choose(mail, "Files (1)");
            assertThat(mail.locator("li.attachment")).containsText("minutes.pdf");
            choose(mail, "JSON");
            JsonNode shown = Json.MAPPER.readTree(mail.locator("#reader-json").textContent());
            JsonNode graph = Wire.json(wire.get(item));
            assertThat(shown.path("id")).isEqualTo(graph.path("id"));
            assertThat(shown.path("toRecipients")).isEqualTo(graph.path("toRecipients"));
            assertThat(shown.path("changeKey")).isEqualTo(graph.path("changeKey"));
        }
    }

    /** HTML looks as its writer meant it; its pictures come from the mailbox itself. */
    @Test
    void anHtmlMailIsReadWithItsPictures() throws Exception {
        String item = draft("Report", "html", NEWSLETTER);
        attachInline(item, "chart@contoso.com", picture(80, 40));
        try (Chromium.Tab tab = open()) {
            Locator mail = read(tab.page, "Report");
            FrameLocator html = mail.frameLocator("iframe");

            assertThat(html.locator("h1")).hasCSS("color", "rgb(160, 0, 80)");
            assertThat(html.locator("p").first()).hasCSS("font-weight", "700");
            assertThat(html.locator("td")).hasText(new String[] {"Revenue", "4,711"});
            assertThat(html.locator("img")).hasJSProperty("naturalWidth", 80);
            assertThat(html.getByText("More")).hasAttribute("title", "https://example.com/more");
            choose(mail, "Text");
            assertThat(mail.locator("#reader-text")).containsText("The figures are in.");
            assertThat(mail.locator("#reader-text")).not().containsText("<");
        }
    }

    /** Only what is declared to be a picture is shown in place; the bytes of anything else are saved and not opened. */
    @Test
    void onlyPicturesAreShownInPlace() throws Exception {
        String item = draft("Report", "html", NEWSLETTER);
        attachInline(item, "chart@contoso.com", picture(80, 40));
        wire.post(
                item + "/attachments",
                "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a.svg\",\"contentType\":\"image/svg+xml\","
                        + "\"contentBytes\":\"PHN2Zy8+\"}");
        JsonNode tree =
                Wire.json(Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/mailboxes"))));
        var pictures = tree.findValuesAsText("picture");

        var shown = Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve(pictures.get(0))));
        var refused = Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve(pictures.get(1))));

        assertThat(shown.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(shown.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(shown.headers().firstValue("Content-Security-Policy")).hasValue("sandbox; default-src 'none'");
        assertThat(refused.statusCode()).isEqualTo(404);
    }

    /** Every way that is known for a mail to run something or to tell its sender that it is read; {@code TRAP} is the sender. */
    private static final String HOSTILE =
            """
            <html><head><meta http-equiv="refresh" content="0;url=TRAP/refresh"><base href="TRAP/" target="_top">
            <link rel="stylesheet" href="TRAP/link.css"><link rel="preconnect" href="TRAP"><link rel="icon" href="TRAP/icon">
            <style>@import 'TRAP/import.css'; p { background: url(TRAP/style.png) }</style>
            <style>b { background: \\75rl(TRAP/escaped.png) } @font-face { font-family: f; src: url(TRAP/font) }</style></head>
            <body onload="top.ran = 'onload'" background="TRAP/body.png">
            <script>top.ran = 'script'</script><script src="TRAP/a.js"></script>
            <img src="x" onerror="top.ran = 'onerror'"><img src="TRAP/pixel.png" srcset="TRAP/2x.png 2x" alt="logo">
            <img src="cid:nothing"><img src="data:image/svg+xml,<svg/>">
            <p style="background: url('TRAP/css.png'); color: red">Dear <b>customer</b>,</p>
            <p style="background: u\\72l(TRAP/style-escaped.png)">your <i style="background: image-set('TRAP/s.png' 1x)">account</i></p>
            <form action="TRAP/form"><input autofocus name="a" onfocus="top.ran = 'onfocus'"><button>Log in</button></form>
            <iframe src="TRAP/frame"></iframe><iframe srcdoc="<script>top.ran = 'srcdoc'</script>"></iframe>
            <object data="TRAP/object"></object><embed src="TRAP/embed"><video src="TRAP/video" poster="TRAP/poster"></video>
            <svg onload="top.ran = 'svg'"><image href="TRAP/svg.png"/><a href="javascript:top.ran = 'svg link'">s</a></svg>
            <math><mtext><a href="javascript:top.ran = 'math'">m</a></mtext></math>
            <a href="javascript:top.ran = 'link'">Confirm</a> <a href="TRAP/click" target="_top" ping="TRAP/ping">Unsubscribe</a>
            </body></html>
            """;

    /** What the mail says can be read; nothing of it runs, nobody is told, and the reader is told what was left out. */
    @Test
    void aHostileMailRunsNothingAndLoadsNothing() throws Exception {
        try (Trap trap = new Trap();
                Chromium.Tab tab = open()) {
            draft("Your account", "html", HOSTILE.replace("TRAP", trap.url()));

            Locator mail = read(tab.page, "Your account");
            FrameLocator html = mail.frameLocator("iframe");

            assertThat(html.locator("p").first()).hasText("Dear customer,");
            assertThat(html.locator("p").first()).hasCSS("color", "rgb(255, 0, 0)");
            assertThat(mail.locator("#reader-html .hint")).containsText("from elsewhere are not loaded");
            html.getByText("Confirm").click();
            html.getByText("Unsubscribe").click();
            assertThat(html.locator(
                            "body :is(script, link, meta, base, form, input, iframe, object, embed, svg, video, img)"))
                    .hasCount(0);
            Screenshots.takeWindow(tab.page, "hostile-mail");
            assertThat(tab.page.evaluate("String(window.ran)")).isEqualTo("undefined");
            assertThat(tab.page.url()).isEqualTo(emulator.pageUrl().toString());
            assertThat(trap.visits()).as("visits to the sender of the mail").isEmpty();
        }
    }

    /** Even what was not cleaned would not run: the browser refuses it, and says so. */
    @Test
    void theFrameOfAMailRefusesWhatWasNotCleaned() throws Exception {
        try (Trap trap = new Trap();
                Chromium.Tab tab = open()) {
            draft("Your account", "html", "<p>Dear customer</p>");
            Locator mail = read(tab.page, "Your account");
            assertThat(mail.frameLocator("iframe").locator("p")).hasText("Dear customer");
            tab.page.evaluate(
                    """
                    html => {
                      const mail = document.querySelector('iframe.mail').contentDocument;
                      mail.open();
                      mail.write(html);
                      mail.close();
                    }
                    """,
                    HOSTILE.replace("TRAP", trap.url()));
            assertThat(mail.frameLocator("iframe").locator("p").first()).hasText("Dear customer,");

            assertThat(tab.page.evaluate("String(window.ran)")).isEqualTo("undefined");
            assertThat(tab.page.url()).isEqualTo(emulator.pageUrl().toString());
            // A browser may open a connection before it looks whether it may use it.
            assertThat(trap.visits()).as("requests to the sender of the mail").allMatch(String::isEmpty);
            assertThat(tab.complaints)
                    .isNotEmpty()
                    .allMatch(
                            complaint -> complaint.matches(
                                    "(?s)error: (.*(violates|Blocked|Refused|Unsafe attempt)|Failed to load resource: the server responded).*"));
            tab.complaints.clear();
        }
    }

    /** The server of whoever has sent the mail. */
    private static final class Trap implements AutoCloseable {

        private final ServerSocketChannel server = ServerSocketChannel.open();

        Trap() throws IOException {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
        }

        String url() throws IOException {
            return "http://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
        }

        /** {@return what each visitor has asked for so far, be it nothing} */
        List<String> visits() throws IOException {
            List<String> visits = new ArrayList<>();
            for (SocketChannel visitor = server.accept(); visitor != null; visitor = server.accept()) {
                visitor.configureBlocking(false);
                ByteBuffer asked = ByteBuffer.allocate(200);
                visitor.read(asked);
                visits.add(new String(asked.array(), 0, asked.position(), StandardCharsets.US_ASCII));
                visitor.close();
            }
            return visits;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** Arrow keys go from view to view, Escape closes the mail, and the focus is back where it was. */
    @Test
    void aKeyboardIsEnoughToReadAMail() throws Exception {
        draft("Minutes of the board", "text", TEXT);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            Locator subject = button(page, "Minutes of the board");
            subject.focus();
            page.keyboard().press("Enter");
            Locator mail = page.getByRole(AriaRole.DIALOG);
            assertThat(mail.locator("#reader-text")).isVisible();
            assertThat(button(page, "Close")).isFocused();

            mail.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("Text"))
                    .focus();
            page.keyboard().press("ArrowRight");
            assertThat(mail.locator("#reader-headers")).isVisible();
            page.keyboard().press("End");
            assertThat(mail.locator("#reader-json")).isVisible();
            assertThat(mail.locator("#reader-headers")).isHidden();
            page.keyboard().press("ArrowRight");
            assertThat(mail.locator("#reader-text")).isVisible();

            page.keyboard().press("Escape");
            assertThat(mail).isHidden();
            assertThat(subject).isFocused();
        }
    }

    /** A mail that changes while it is read is shown as it is now; one that goes is closed, and the page says so. */
    @Test
    void anOpenMailFollowsWhatBecomesOfIt() throws Exception {
        String item = draft("First thoughts", "text", TEXT);
        try (Chromium.Tab tab = open()) {
            read(tab.page, "First thoughts");
            new MailWire(wire).patch(item, "\"subject\":\"Second thoughts\"");
            assertThat(tab.page.locator("#reader-title")).hasText("Second thoughts");

            wire.post(item + "/permanentDelete", "");
            assertThat(tab.page.getByRole(AriaRole.DIALOG)).isHidden();
            assertThat(tab.page.getByRole(AriaRole.ALERT)).containsText("is not there any more");
            // The browser writes down that the mail was not found.
            tab.complaints.removeIf(complaint -> complaint.contains("404"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail-light, LIGHT, 1440",
        "mail-dark, DARK, 1440",
        "mail-phone, LIGHT, 360",
        "mail-phone-dark, DARK, 360"
    })
    void pictures(String name, ColorScheme colours, int width) throws Exception {
        String item = draft(
                "Quarterly report of the supervisory board, second and hopefully last version", "html", NEWSLETTER);
        attachInline(item, "chart@contoso.com", picture(320, 120));
        wire.postFile(item, "minutes.pdf", "minutes".getBytes(StandardCharsets.UTF_8));
        try (Chromium.Tab tab = open(window(colours, width))) {
            tab.page.locator("h5 button").click();
            assertThat(tab.page.frameLocator("iframe").locator("img")).hasJSProperty("naturalWidth", 320);
            Screenshots.takeWindow(tab.page, name);
            assertThat((int) tab.page.evaluate("document.querySelector('#reader').scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }

    /** The policy of the frame, which the browser keeps whatever the page puts there. */
    @Test
    void theFrameOfAMailHasAPolicyOfItsOwn() throws Exception {
        var frame = Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/page/mail.html")));

        assertThat(frame.headers().firstValue("Content-Security-Policy"))
                .hasValue("sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; "
                        + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");
    }
}
