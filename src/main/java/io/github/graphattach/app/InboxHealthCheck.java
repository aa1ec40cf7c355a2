package io.github.graphattach.app;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Not ready while the inbox pauses. */
final class InboxHealthCheck extends AbstractHealthCheck {

    private final Outage outage;

    InboxHealthCheck(Outage outage) {
        super("graph-attach", "inbox");
        this.outage = outage;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        outage.reason().ifPresentOrElse(why -> builder.down().message("The inbox pauses: " + why), builder::up);
    }
}
