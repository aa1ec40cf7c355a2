package io.github.graphattach.component;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheckHelper;

/** All that can be read off an application that runs, as text. */
final class Instruments {

    private Instruments() {}

    static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** {@return what a route can ask a failure, beside its stack trace} */
    static String details(Exception failure) {
        return trace(failure)
                + (failure instanceof GraphAttachException e
                        ? e.code() + " " + e.requestId() + " " + e.clientRequestId() + " " + e.remedy()
                        : "");
    }

    static String endpoint(Endpoint endpoint) {
        String settings = endpoint instanceof GraphAttachEndpoint ours
                ? ours.settings() + " " + ours.getServiceUrl() + ours.getServiceMetadata() + ours.getConfiguration()
                : "";
        return endpoint + " " + settings + "\n";
    }

    static String dump(DataSource database) throws Exception {
        StringBuilder text = new StringBuilder();
        try (Connection connection = database.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SCRIPT")) {
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
        }
        return text.toString();
    }

    static String jmx() throws Exception {
        StringBuilder text = new StringBuilder();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            text.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                text.append(attribute.getName()).append('=');
                try {
                    text.append(server.getAttribute(name, attribute.getName())).append('\n');
                } catch (javax.management.JMException | RuntimeException unreadable) {
                    text.append(trace(unreadable));
                }
            }
        }
        return text.toString();
    }

    static String health(CamelContext camel) {
        return HealthCheckHelper.invokeReadiness(camel).stream()
                .map(result -> result + " " + result.getMessage() + result.getDetails() + result.getError())
                .collect(Collectors.joining("\n"));
    }

    static String consoles(CamelContext camel) {
        DevConsoleRegistry registry =
                Objects.requireNonNull(camel.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class));
        registry.loadDevConsoles();
        StringBuilder text = new StringBuilder();
        registry.stream().forEach(console -> {
            for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
                text.append(console.getId()).append(": ");
                try {
                    text.append(console.call(type)).append('\n');
                } catch (RuntimeException notHere) {
                    text.append(trace(notHere));
                }
            }
        });
        return text.toString();
    }
}
