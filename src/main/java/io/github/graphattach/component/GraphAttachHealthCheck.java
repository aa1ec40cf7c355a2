package io.github.graphattach.component;

import io.github.graphattach.upload.UploadFailure;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of one endpoint: not ready while the last upload failed because the service could not be reached or refused the
 * credentials, which concerns every other upload too. It remembers what uploads met and asks the service nothing.
 *
 * <p>Off by default, as every producer's check in Camel: {@code camel.health.producersEnabled=true} turns it on.
 */
final class GraphAttachHealthCheck extends AbstractHealthCheck {

    /** Failures that are not about one file or one item. */
    private static final Set<UploadFailure> CONCERN_ALL = EnumSet.of(
            UploadFailure.NO_ANSWER,
            UploadFailure.RANGE_BROKEN_OFF,
            UploadFailure.NOT_SIGNED_IN,
            UploadFailure.SIGN_IN_REFUSED,
            UploadFailure.NO_TOKEN,
            UploadFailure.PROXY,
            UploadFailure.SESSION_REFUSED,
            UploadFailure.UPLOAD_HOST_REFUSED);

    private final String service;
    private volatile @Nullable UploadFailure trouble;

    GraphAttachHealthCheck(String endpointId, String service) {
        super("camel", "producer:graph-attach-" + endpointId);
        this.service = service;
    }

    void succeeded() {
        trouble = null;
    }

    void failed(UploadFailure failure) {
        trouble = CONCERN_ALL.contains(failure) ? failure : null;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        UploadFailure last = trouble;
        if (last == null) {
            builder.up();
        } else {
            builder.down()
                    .message("The last upload failed because " + last.reason())
                    .detail("service", service)
                    .detail("failure", last.name())
                    .detail("remedy", last.remedy());
        }
    }
}
