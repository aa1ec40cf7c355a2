package io.github.graphattach.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.StringHelper;

/**
 * What is set up of the way to Microsoft Graph. It keeps the demonstration and a real tenant apart: the application runs
 * against one or the other, never against a mixture and never without being told.
 */
final class Connection {

    static final String PREFIX = "camel.component.graph-attach.";

    private static final String ENVIRONMENT = "GRAPH_ATTACH_";

    /** The options by which the component finds its service and proves who it is. */
    private static final List<String> OPTIONS = List.of(
            "graph-url",
            "cloud",
            "credential-type",
            "tenant-id",
            "client-id",
            "client-secret",
            "certificate-path",
            "private-key-password",
            "federated-token-file",
            "access-token",
            "authority-host");

    /** What application.properties has to write where a blank would be no choice. */
    private static final Map<String, String> DEFAULTS = Map.of("cloud", "global", "credential-type", "token");

    private final List<String> given;

    private Connection(List<String> given) {
        this.given = given;
    }

    /** Reads what is set; what is blank counts as not set. */
    static Connection of(PropertiesComponent properties, Map<String, String> environment) {
        return new Connection(OPTIONS.stream()
                .filter(option -> isSet(properties, option)
                        || !environment.getOrDefault(variable(option), "").isBlank())
                .toList());
    }

    /**
     * Checks that nothing but the demonstration is set up.
     *
     * @throws StartRefusedException when part of a real connection is set too
     */
    void refuseBesideTheDemonstration() {
        if (!given.isEmpty()) {
            throw new StartRefusedException(
                    "graphattach.demo=true and %s are both set, and a demonstration never runs beside a real connection"
                            .formatted(String.join(
                                    ", ",
                                    given.stream().map(Connection::variable).toList())),
                    "unset one of them");
        }
    }

    /**
     * Checks that there is a credential; whether it is whole is the component's to say.
     *
     * @throws StartRefusedException when there is none
     */
    void refuseWhenIncomplete() {
        if (!given.contains("access-token") && !given.contains("credential-type")) {
            throw new StartRefusedException(
                    "there is no connection to Microsoft Graph",
                    "set the environment variable %s (or the property %scredential-type) to the way to sign in, or %s to an access token, or set graphattach.demo=true to try the emulator"
                            .formatted(variable("credential-type"), PREFIX, variable("access-token")));
        }
    }

    private static boolean isSet(PropertiesComponent properties, String option) {
        return List.of(option, StringHelper.dashToCamelCase(option)).stream()
                .flatMap(name -> List.of(PREFIX + name, PREFIX + "configuration." + name).stream())
                .anyMatch(name -> properties
                        .resolveProperty(name)
                        .filter(value -> !value.isBlank() && !value.equals(DEFAULTS.get(option)))
                        .isPresent());
    }

    private static String variable(String option) {
        return ENVIRONMENT + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
