package io.github.graphattach.benchmark;

import io.github.graphattach.component.GraphAttachComponent;
import io.github.graphattach.component.GraphAttachConfiguration;
import io.github.graphattach.component.GraphAttachConstants;
import io.github.graphattach.upload.VerifyLevel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** This component, as a route uses it. */
final class ComponentUploader implements Uploader {

    enum Body {
        FILE,
        STREAM;

        Object of(Path file) throws IOException {
            return this == FILE ? file.toFile() : Files.newInputStream(file);
        }
    }

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final String uri;
    private final Body body;

    private ComponentUploader(URI service, String uri, Body body, VerifyLevel verify) throws Exception {
        this.uri = uri;
        this.body = body;
        GraphAttachConfiguration options =
                camel.getComponent("graph-attach", GraphAttachComponent.class).getConfiguration();
        options.setGraphUrl(service.toString());
        options.setAccessToken("token");
        options.setChunkSize(Integer.toString(CHUNK));
        options.setMailboxUploadBudget("off");
        options.setVerify(verify);
        camel.start();
        template = camel.createProducerTemplate();
    }

    static ComponentUploader attaching(URI service, Body body, VerifyLevel verify) throws Exception {
        return new ComponentUploader(service, "graph-attach:message", body, verify);
    }

    static ComponentUploader inRanges(URI service) throws Exception {
        ComponentUploader uploader =
                new ComponentUploader(service, "direct:attach-in-ranges", Body.FILE, VerifyLevel.AUTO);
        PluginHelper.getRoutesLoader(uploader.camel)
                .loadRoutes(ResourceHelper.fromString(
                        "ranges.camel.yaml", Files.readString(Path.of("routes/attach-in-ranges.camel.yaml"))));
        return uploader;
    }

    @Override
    public void upload(Path file, int number, int mailbox) throws Exception {
        Object content = body.of(file);
        Exchange exchange = template.request(uri, sent -> {
            sent.setProperty("graphAttachItem", "message");
            sent.getMessage().setBody(content);
            sent.getMessage().setHeader(GraphAttachConstants.USER_ID, "mailbox" + mailbox);
            sent.getMessage().setHeader(GraphAttachConstants.MESSAGE_ID, "message" + number);
            sent.getMessage().setHeader(GraphAttachConstants.NAME, "f.bin");
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
